"""Runs, links and fields as WordprocessingML text, looks given by character styles alone."""

from html import escape


def run(text: str, styles: str = "") -> str:
    """A run of text; `styles` are run properties, already XML."""
    properties = f"<w:rPr>{styles}</w:rPr>" if styles else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def character_style(identifier: str) -> str:
    """The run property that names a character style."""
    return f'<w:rStyle w:val="{identifier}"/>'


def language(tag: str) -> str:
    """The run property that names the language of the words: 'en-GB'."""
    return f'<w:lang w:val="{tag}"/>'


def hyperlink(relationship: str, text: str, content: str) -> str:
    """A link to the address of an external relationship; `text` is its description, `content` its runs."""
    return f'<w:hyperlink r:id="{escape(relationship)}" w:tooltip="{escape(text)}" w:history="1">{content}</w:hyperlink>'


def page_reference(bookmark: str, page: str) -> str:
    """A live reference to the page of a bookmark, showing `page` until a program lays the document out."""
    code = f'<w:r><w:instrText xml:space="preserve"> PAGEREF {bookmark} \\h </w:instrText></w:r>'
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return begin + code + separate + run(page) + end
