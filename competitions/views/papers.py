"""The papers of one idea, as PDF."""

from competitions import documents
from competitions.services import certificates
from members.views.papers import RecordPaper


class CertificatePaper(RecordPaper):
    """荣誉证书."""

    file_name = "certificate"

    def typeset(self) -> bytes:
        return documents.certificates_pdf([self.record])

    def why_not(self) -> str:
        return certificates.why_not(self.record)
