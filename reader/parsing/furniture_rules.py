"""The lines that pages wear around their articles, as data.

Each rule matches a whole line (case aside) and says why it is there. A *strong*
line is furniture wherever it stands alone. A *weak* one is furniture only
beside a strong one or in company near the end: "Tools" alone may be a heading.
A *tail* line is furniture only where nothing but furniture follows it: inside a
story the same words may be the story.
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
        r"follow (?:us on (?:{places})\b.{0,120}|(?:the .{2,60} channel|.{2,40}) on (?:{places})\b[^.,;]{0,100}\W*)".replace(
            "{places}",
            "whatsapp|telegram|google news|facebook|twitter|x|instagram|youtube|linkedin|threads"
            "|bluesky|mastodon|social media",
        ),
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
        r"(?:kindly|please) refrain from (?:using|posting) .{0,200}comments?\b.{0,80}",
        "comment policy: manners",
    ),
    Rule(
        r"(?:leave a (?:comment|reply)|post a comment"
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
        r"(?:this (?:web)?site|we|our (?:web)?site) uses? cookies\b(?:\W*|.{0,200}\b(?:experience|accept|consent|by continuing"
        r"|polic(?:y|ies)|preferences|settings|analy[sz]e|personali[sz]e|traffic)\b.{0,200})",
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
    Rule(
        r".{0,160}\[(?:insight|video|watch|pictures?|pics|photos?|gallery|interview|analysis|comment|opinion|poll|reveal(?:ed)?|exclusive)\]",
        "link to another story with its label",
    ),
    Rule(r"(?:more|read more|related|see also)\s*:", "what is left of a link to other stories"),
    Rule(r"tell us what you think\W*", "asks for comments"),
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

TAIL = (
    Rule(
        r"(?:please note:? |disclaimer:? )?(?:the |all |any )?(?:(?:comments?|opinions?|views?),? ?(?:and |or )?){1,3}"
        r"(?:(?:that (?:are|were) )?(?:posted|expressed|left|made|published|given|stated|shared|contained) )?"
        r"(?:(?:here|below|above|herein|(?:on|in) (?:this|the|our) \w+(?: section| piece| column)?|by (?:the )?\w+(?: \w+)?),? ){0,4}"
        r"(?:(?:are|is|belong)\b.{0,200}?\b(?:not (?:of|those|that|from|necessarily|the|reflect|represent)|those of (?:the |their )(?:authors?|writers?|readers?)|solely|own|alone)|(?:do|does|may|need) not (?:necessarily )?(?:reflect|represent))\b.{0,300}",
        "whose opinion a comment or a column is",
    ),
    Rule(
        r"(?:reader )?comments (?:are|have been) (?:now |currently )?(?:closed|moderated|pre-moderated|subject to moderation|disabled"
        r"|turned off|switched off)(?: (?:for|on|to|in) (?:this|the|our) .{2,40}| (?:and|in line with|under|before) .{0,80}\b(?:our|we|your|publication)\b.{0,80})?\W*"
        r"|(?:die )?kommentar(?:e|funktion) (?:sind|ist|wurden?) (?:geschlossen|deaktiviert).{0,40}|les commentaires sont (?:fermés|modérés).{0,40}"
        r"|los comentarios están (?:cerrados|moderados).{0,40}",
        "comments are closed or moderated",
    ),
    Rule(
        r"(?:all |your |reader )?comments? (?:will|may|can|is|are|must)\b.{0,80}\b(?:(?:by )?our (?:moderators|team|editors|rules|guidelines|policy|terms)|house rules|community guidelines|before (?:they|it) appears?|before publication)\b.{0,120}"
        r"|(?:we|the editors?) (?:reserve the right to|may) (?:remove|delete|edit|moderate|close|not publish)\b.{0,60}\bcomments?\b.{0,120}"
        r"|(?:please )?(?:read|see|review|follow|respect|observe) (?:our|the) (?:comment(?:s|ing)?|community|moderation|house) (?:polic(?:y|ies)|guidelines|rules|standards)\b.{0,80}"
        r"|please (?:be|stay|keep|remain) .{0,60}\b(?:comments?|discussion|conversation)\b.{0,80}",
        "how comments are moderated",
    ),
    Rule(
        r"(?:have your say|tell us|let us know|share your (?:thoughts|views|opinion|story)|join in|what do you think\?).{0,80}\b(?:comments?|below)\b.{0,40}",
        "asks for comments",
    ),
    Rule(
        r"by (?:continuing|using|browsing|clicking|closing|subscribing|signing up|submitting)\b.{0,120}\b(?:you (?:agree|accept|consent)|cookies?|privacy policy|terms)\b.{0,200}"
        r"|we and our (?:\d+ )?partners\b.{0,300}|we (?:value|respect|care about) your privacy\W*"
        r"|you can (?:change|manage|update|withdraw|review|adjust) your (?:cookie |privacy )?(?:settings|preferences|consent|choices)\b.{0,120}"
        r"|(?:do not sell|don['’]t sell)(?: or share)? my (?:personal )?(?:information|data)|your privacy choices",
        "cookie or consent notice",
    ),
    Rule(
        r"never miss (?:a|an|our|the) (?:\w+ )?(?:story|update|post|issue|article|thing)\b.{0,120}|enter your e-?mail\b.{0,120}"
        r"|(?:you can )?unsubscribe at any ?time\b.{0,80}|want more .{0,80}\?\s*(?:sign up|subscribe|follow|join)\b.{0,120}"
        r"|(?:sign up|subscribe|register)(?: now| today| here)? (?:and|to) (?:get|receive|have)\b.{0,120}|thank(?:s| you) for (?:reading|subscribing|signing up)\b.{0,60}"
        r"|(?:get|receive) .{0,80}\b(?:straight|direct(?:ly)?|delivered) (?:in|to|into) your (?:inbox|phone|mailbox)\b.{0,80}",
        "newsletter sign-up",
    ),
    Rule(
        r"(?:our|the) .{0,40}\bapp is (?:now )?available (?:on|for|in|from)\b.{0,120}|(?:now )?available (?:on|in) (?:the )?(?:app store|google play)\b.{0,80}"
        r"|for (?:the latest|more|breaking|all the latest)\b.{0,80}\b(?:download|follow|install|join|subscribe to)\b.{0,40}\b(?:us|our|app|channel)\b.{0,80}"
        r"|(?:read|see|get) (?:this|more|the rest)\b.{0,60}\bin (?:our|the) app\b.{0,40}",
        "asks to install an app",
    ),
    Rule(
        r"(?:please )?(?:consider )?(?:support(?:ing)?|donat(?:e|ing) to|help(?:ing)? (?:to )?fund|help us|fund) (?:us|our|keep|independent journalism|quality journalism|this (?:site|work))\b.{0,200}"
        r"|(?:become|be) a (?:member|supporter|subscriber|patron) (?:today|now|for|and|of (?:our|this))\b.{0,120}|(?:make|leave) a (?:donation|contribution) (?:today|now|to (?:us|our))\b.{0,120}"
        r"|(?:if you|did you) (?:like|liked|enjoy|enjoyed|value|valued|appreciate|found)\b.{0,120}\b(?:support|donat|subscrib|shar|consider|contribut|sign up|follow us)\w*\b.{0,160}"
        r"|your (?:support|donation|contribution|subscription) .{0,60}\b(?:us|our)\b.{0,120}|(?:our|independent) journalism (?:needs|depends|relies|is (?:free|funded))\b.{0,160}",
        "asks for support",
    ),
    Rule(
        r"(?:sources?|agencies)\s*:\s*(?:\w+ and )?(?:news )?agencies",
        "where the story was bought",
    ),
    Rule(
        r"(?:spotted|found|noticed|seen?) (?:an?|any) (?:error|mistake|typo)s?\?.{0,120}|(?:do you have|have you got|got|have) (?:an?|any) (?:story|tip|news tip|question|information)\b.{0,60}\?.{0,160}",
        "asks for tips and corrections",
    ),
)

WEAK = (
    Rule(
        r"(?:tools|share|shares|tweet|print|e-?mail|save|bookmark|like|pin(?: it)?|comments?(?: \(?\d+\)?)?|\d+ comments?|\d+ shares?"
        r"|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|messenger|flipboard|tumblr|copy|more|menu|search"
        r"|home|next|previous|prev|close|reply|report|tags?:?|topics:?|loading\W*|follow|subscribe|newsletter|source|follow us)",
        "a tool bar's lone word",
    ),
    Rule(
        r"(?:{word})(?:\s*[|•·/,]\s*(?:{word})){1,12}".replace(
            "{word}",
            "facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube"
            "|messenger|flipboard|tumblr|threads|bluesky|mastodon|e-?mail|print|share|tweet|save|copy link",
        ),
        "a bar of places to share on",
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

SHORTCODE = re.compile(
    r"\[/?(?:button|caption|gallery|embed|video|audio|playlist|contact-form-7|vc_\w+|et_pb_\w+)"
    r"(?:\s[^\]]{0,300})?\]",
    re.I,
)
"""An instruction to the site's program that it did not follow; its quotation marks are no speech."""

SPEECH = re.compile(r"[\"“”„«»]|\b(?:said|says|told|asked|according to)\b", re.I)
"""Marks of a story being told: no line with one is furniture."""


def whole_line(rules: tuple[Rule, ...]) -> re.Pattern[str]:
    """One pattern for a whole line that any of the rules matches."""
    return re.compile("|".join(f"(?:{rule.pattern})" for rule in rules), re.I)
