"""A file that is not read, and the sentences that say so: what happened, what was kept, what to do."""

KEPT = "您的文件没有改动，系统里也没有写入任何内容。"
SAVE_AS_XLSX = "请用 Excel 或 WPS 打开这个文件，“另存为”Excel 工作簿（.xlsx）后重新上传。"
COPY_TO_NEW = "请新建一个 Excel 工作簿，只把需要导入的行复制进去（粘贴为“值”），保存为 .xlsx 后重新上传。"
SPLIT = "请把数据分成几个文件，分别上传。"


class FileRefused(Exception):
    """The file cannot be read; the text, in Chinese and without personal data, is for the person who uploaded it."""

    def __init__(self, happened: str, advice: str) -> None:
        super().__init__(f"{happened}{KEPT}{advice}")
        self.happened = happened


class Retold(FileRefused):
    """A refusal that arrives complete from the child process."""

    def __init__(self, text: str) -> None:
        Exception.__init__(self, text)
        self.happened = text
