"""What a browser calls itself, in words a person knows."""

import re

from django import template

register = template.Library()

# The first that is found counts: most browsers claim to be Chrome and Safari as well.
BROWSERS = {
    r"MicroMessenger": "微信",
    r"Edg(e|A|iOS)?/": "Edge 浏览器",
    r"QIHU|360[SE]E": "360 浏览器",
    r"QQBrowser": "QQ 浏览器",
    r"MetaSr": "搜狗浏览器",
    r"Firefox/|FxiOS": "Firefox 浏览器",
    r"Chrome/|CriOS|Chromium": "Chrome 浏览器",
    r"Safari/": "Safari 浏览器",
    r"MSIE |Trident/": "IE 浏览器",
}
SYSTEMS = {
    r"iPhone": "iPhone",
    r"iPad": "iPad",
    r"HarmonyOS": "鸿蒙",
    r"Android": "安卓手机",
    r"Windows": "Windows 电脑",
    r"Mac OS X": "苹果电脑",
    r"Linux|UOS|Kylin": "Linux 电脑",
}


@register.filter
def browser(user_agent: str) -> str:
    """`Mozilla/5.0 (Windows NT 10.0…) … Chrome/120…` to `Chrome 浏览器 · Windows 电脑`."""
    return " · ".join(filter(None, (_first(BROWSERS, user_agent) or "未知浏览器", _first(SYSTEMS, user_agent))))


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for pattern, name in names.items() if re.search(pattern, user_agent)), "")
