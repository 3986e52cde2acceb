"""The lines that pages wear around their articles, as data.

Each rule matches a whole line (case aside) and says why it is there. A *strong*
line is furniture wherever it stands alone. A *weak* one is furniture only
beside a strong one or in company near the end: "Tools" alone may be a heading.
A sentence of a story must never match: rules are anchored at both ends, ask
for what only a page says to its visitor, and are not tried on reported speech.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """A pattern for a whole line, and the reason why such a line is no article text."""

    pattern: str
    why: str


STRONG = (
    Rule(
        r"follow (?:us|the .{2,60} channel|.{2,40}) on (?:whatsapp|telegram|google news|facebook|twitter"
        r"|x|instagram|youtube|linkedin|threads|bluesky|mastodon|social media)\b.{0,120}",
        "asks to follow the publisher's channel",
    ),
    Rule(
        r"(?:join|follow) (?:us|our|the .{2,60}?) (?:on |own )?(?:whatsapp|telegram|facebook) (?:channel|group|page)\b.{0,120}",
        "asks to join the publisher's channel",
    ),
    Rule(
        r"(?:please )?(?:like|follow|find|join) us on .{2,80}",
        "asks for a like; the word `us` is the page speaking",
    ),
    Rule(
        r"(?:the )?comments posted (?:here|below|on this (?:site|page)) are not from .{2,300}",
        "comment policy: whose opinion a comment is",
    ),
    Rule(
        r"(?:kindly|please) refrain from (?:using|posting) .{0,200}comments?\b.{0,80}",
        "comment policy: manners",
    ),
    Rule(
        r"(?:comments are (?:closed|moderated|subject to moderation).{0,120}|leave a (?:comment|reply)|post a comment"
        r"|be the first to comment.{0,60}|view comments|show comments|join the (?:conversation|discussion)\.?"
        r"|your email address will not be published.{0,80}|required fields are marked.{0,10})",
        "the comment form",
    ),
    Rule(
        r"(?:sign up|subscribe|register) (?:for|to|here for|now for) (?:our|the|your|my) .{0,80}"
        r"(?:newsletters?|mailing list|e-?mails?|alerts?|briefing|channel|podcast|updates)\b.{0,120}",
        "newsletter sign-up",
    ),
    Rule(
        r"(?:get|receive) (?:our|the|all the|more) .{0,80}(?:in|to|into) your (?:inbox|mailbox|e-?mail)\b.{0,80}",
        "newsletter sign-up",
    ),
    Rule(
        r"(?:subscribe (?:now|today|here)|subscribe to (?:continue|read) .{0,60}|already (?:a )?(?:subscriber|member)\?.{0,60}"
        r"|already have an account\?.{0,40}|(?:please )?(?:log|sign) in (?:to|or) .{0,80}(?:comment|continue|read|account|register|subscribe|sign up).{0,40}"
        r"|(?:log|sign) in|create (?:a free |an )?account.{0,40})",
        "login or subscription prompt",
    ),
    Rule(
        r"(?:this (?:web)?site|we|our (?:web)?site) uses? cookies\b.{0,300}",
        "cookie notice in the page's own voice",
    ),
    Rule(
        r"(?:accept (?:all )?cookies|cookie (?:settings|policy|preferences)|manage (?:cookies|preferences)"
        r"|privacy policy|terms (?:of (?:use|service)|and conditions|& conditions))",
        "legal link",
    ),
    Rule(
        r"(?:also read|read also|read more|read next|see also|also see|related(?: (?:news|article|articles|stories|story|posts|topics|content|coverage))?"
        r"|more on this(?: story)?|recommended(?: for you| reading| stories)?|you (?:may|might) also (?:like|be interested in)|don['’]?t miss|see more|watch|must[- ]read)"
        r"\s*[:：|►»].{0,200}",
        "link to another story",
    ),
    Rule(
        r"(?:related (?:articles|stories|posts|topics|news|coverage|content)|recommended (?:stories|for you|articles|reading)|you (?:may|might) also like"
        r"|more (?:from|on) .{2,50}»?|most (?:read|popular|viewed|shared)|trending(?: now)?|editor'?s? picks?|don['’]t miss(?: it)?|latest (?:news|stories)|read (?:more|next|the full (?:story|article))(?: here)?\W*)",
        "heading of a list of other stories",
    ),
    Rule(
        r"\W*(?:advertisement|advertisements|advertising|sponsored(?: content)?|promoted(?: content)?|story continues below(?: advertisement)?"
        r"|article continues (?:below|after).{0,40}|scroll (?:down )?to continue.{0,40}|continue reading(?: (?:below|the main story))?)\W*",
        "advertisement label",
    ),
    Rule(
        r"(?:share (?:this(?: (?:article|story|post|page|on|via|with).{0,60})?|on (?:facebook|twitter|x|whatsapp|linkedin|reddit|telegram)\b.{0,40}|via .{2,30})"
        r"|(?:tweet|pin|print|e-?mail|save|bookmark) this(?: (?:article|story|page|post))?|click to share.{0,80}|copy link|link copied\W*|(?:like|enjoyed?) this (?:story|article|post)\?.{0,80})\s*:?",
        "share bar",
    ),
    Rule(
        r"(?:©|\(c\)|&copy;|copyright\s*(?:©|\(c\)|\d{4})).{0,200}",
        "copyright line",
    ),
    Rule(r".{0,160}\ball rights reserved\b.{0,120}", "copyright line"),
    Rule(
        r"(?:click here to )?(?:download|get|install) (?:our|the) (?:free )?(?:.{2,30} )?app\b.{0,100}",
        "asks to install an app",
    ),
    Rule(
        r"(?:back|scroll|return|jump) to (?:the )?top\W*|skip to (?:main )?(?:content|navigation)\W*",
        "navigation",
    ),
    Rule(
        r"(?:enable|please enable|you need to enable) javascript\b.{0,160}|your browser does not support .{2,80}",
        "notice for a browser",
    ),
    # Other languages: the commonest of each.
    Rule(
        r"(?:lesen sie auch|mehr zum thema|lesen sie mehr|auch interessant|das könnte sie auch interessieren)\b\s*:?.{0,160}"
        r"|alle rechte vorbehalten.{0,60}|folgen sie uns (?:auf|bei) .{2,80}|anzeige|newsletter abonnieren.{0,60}"
        r"|(?:artikel|beitrag|seite) (?:teilen|drucken|versenden)|zur startseite",
        "German: links, rights, sharing, advertisement",
    ),
    Rule(
        r"(?:lire aussi|à lire aussi|lire également|voir aussi|à lire)\s*[:：].{0,160}|tous droits réservés.{0,60}"
        r"|(?:suivez|retrouvez)[- ]nous sur .{2,80}|publicité|inscrivez-vous à (?:notre|la) newsletter.{0,80}|partager (?:cet article|sur .{2,30})",
        "French: links, rights, sharing, advertisement",
    ),
    Rule(
        r"(?:lea también|lee también|le puede interesar|te puede interesar|leer más|también te puede interesar)\s*[:：].{0,160}"
        r"|todos los derechos reservados.{0,60}|síguenos en .{2,80}|síganos en .{2,80}|publicidad|suscríbete a (?:nuestro|nuestra) .{2,60}|compartir (?:en .{2,30}|este artículo)",
        "Spanish: links, rights, sharing, advertisement",
    ),
    Rule(
        r"(?:leia também|leia mais|veja também|saiba mais)\s*[:：].{0,160}|todos os direitos reservados.{0,60}"
        r"|(?:siga-nos|nos siga) (?:no|na|em) .{2,80}|publicidade|assine (?:nossa|a nossa) newsletter.{0,60}|compartilhe? (?:no .{2,30}|este artigo|esta notícia)",
        "Portuguese: links, rights, sharing, advertisement",
    ),
    Rule(
        r"(?:leggi anche|potrebbe interessarti(?: anche)?|guarda anche)\s*[:：]?.{0,160}|(?:tutti i )?diritti riservati.{0,60}"
        r"|riproduzione riservata.{0,60}|seguici su .{2,80}|pubblicità|iscriviti alla (?:nostra )?newsletter.{0,80}|condividi (?:su .{2,30}|questo articolo)",
        "Italian: links, rights, sharing, advertisement",
    ),
    Rule(
        r"(?:читайте также|читать также|смотрите также|по теме|материалы по теме)\s*[:：]?.{0,160}|все права защищены.{0,80}"
        r"|(?:подписывайтесь|подпишитесь) на (?:наш|нас|канал).{0,100}|реклама|поделиться(?: (?:в .{2,30}|статьёй|новостью))?",
        "Russian: links, rights, sharing, advertisement",
    ),
)

WEAK = (
    Rule(
        r"(?:tools|share|shares|tweet|print|e-?mail|save|bookmark|like|pin(?: it)?|comments?(?: \(?\d+\)?)?|\d+ comments?|\d+ shares?"
        r"|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|messenger|flipboard|tumblr|copy|more|menu|search"
        r"|home|next|previous|prev|close|reply|report|tags?:?|topics:?|loading\W*|follow|subscribe|newsletter|source|follow us)",
        "a tool bar's lone word",
    ),
    Rule(r"<?(?:https?://|www\.)\S{3,300}>?", "a bare address"),
    Rule(
        r"(?:teilen|drucken|merken|kommentare?|partager|imprimer|commentaires?|compartir|imprimir|comentarios?|compartilhar|comentários?|condividi|stampa|commenti|комментарии|печать)",
        "a tool bar's lone word in other languages",
    ),
    Rule(
        r"tags?\s*:\s*.{2,160}|filed under\s*:?\s*.{2,120}|topics?\s*:\s*.{2,160}",
        "the tags of the page",
    ),
    Rule(r"(?:kindly|please) refrain from .{2,200}", "manners asked for beside a comment policy"),
    Rule(r"[\W_]{1,20}", "an ornament between furniture"),
)

SPEECH = re.compile(r"[\"“”„«»]|\b(?:said|says|told|asked|according to)\b", re.I)
"""Marks of a story being told: no line with one is furniture."""


def whole_line(rules: tuple[Rule, ...]) -> re.Pattern[str]:
    """One pattern for a whole line that any of the rules matches."""
    return re.compile("|".join(f"(?:{rule.pattern})" for rule in rules), re.I)
