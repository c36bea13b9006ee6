"""What is asked of a page about barriers in it, in JavaScript. Runs nothing itself.

Asked beside the page's own scripts, so `axe` is ours whatever a page calls so.
"""

from __future__ import annotations

from .sight import ALL

__all__ = ["AXE", "DARK", "HAS_AXE", "HAS_DARK", "OWN", "SIZE", "WHERE"]

# The number of elements. A name in the page (<img name="…">) hides a property of its
# document, and never one of a prototype.
SIZE = """() => Document.prototype.querySelectorAll.call(document, "*").length"""
HAS_AXE = """() => typeof globalThis.axe === "object" """
# Without `preload` it asks the app for nothing, without `iframes` it talks to nobody,
# and without origins it listens to nobody.
_RUN = """
    axe.configure({allowedOrigins: []});
    const all = [...document.querySelectorAll("*")];
    const bare = [document.documentElement, document.body].every(
        e => !e || getComputedStyle(e).backgroundColor === "rgba(0, 0, 0, 0)");
    const canvas = new CSSStyleSheet();
    canvas.replaceSync(":where(html) { background-color: Canvas }");
    // A page without a ground stands on the browser's own, which in the dark is dark;
    // axe-core takes it for white.
    const grounded = async (work) => {
        const own = document.adoptedStyleSheets;
        if (bare) document.adoptedStyleSheets = [...own, canvas];
        try { return await work(); }
        finally { if (bare) document.adoptedStyleSheets = own; }
    };
    const run = async (dark, options) => {
        const found = await grounded(() => axe.run(document, {
            resultTypes: ["violations"], preload: false, iframes: false,
            elementRef: true, ...options}));
        return found.violations.flatMap(violation => violation.nodes
            .filter(node => ["serious", "critical"].includes(node.impact))
            .map(node => {
                const contrast = violation.id === "color-contrast"
                    && node.any[0] ? node.any[0].data : null;
                return {rule: violation.id, impact: node.impact, help: violation.help,
                    html: node.html, at: Math.max(all.indexOf(node.element), 0), dark,
                    ...(contrast && contrast.contrastRatio ? {
                        ratio: contrast.contrastRatio,
                        least: parseFloat(contrast.expectedContrastRatio),
                        colour: contrast.fgColor, ground: contrast.bgColor} : {})};
            })).slice(0, most);
    };
"""
AXE = (
    """async (most) => { try {"""
    + _RUN
    + """return {found: await run(false, {})};
} catch (error) { return {error: String(error)}; } }"""
)
DARK = (
    """async (most) => { try {"""
    + _RUN
    + """return {found: await run(true, {runOnly: ["color-contrast"]})};
} catch (error) { return {error: String(error)}; } }"""
)
HAS_DARK = """() => {
    const told = sheet => {
        try {
            return [...sheet.cssRules].some(rule => ["color-scheme", "light-dark("]
                .some(word => rule.cssText.includes(word)));
        } catch { return false; }  // of another site
    };
    return [...document.styleSheets, ...document.adoptedStyleSheets].some(told)
        || document.querySelector("meta[name=color-scheme], [style*=color-scheme]")
            !== null;
}"""
WHERE = """(...picked) => {
    const all = [...document.querySelectorAll("*")];
    return picked.map(element => all.indexOf(element));
}"""
# Our own rules. `places` are the elements that hold messages, `heard` the places of
# those with a listener for a press, `everywhere` is true where the document has one.
OWN = (
    """([places, heard, everywhere, most]) => {"""
    + ALL
    + """
    const found = [];
    const tell = (rule, element, name = "") => found.push({rule, impact: "serious",
        help: "", html: element.outerHTML.slice(0, 1000), at: [...all].indexOf(element),
        name});
    const controls = "button, [role=button], summary, a[href], "
        + "input:is([type=button], [type=submit], [type=reset], [type=image])";
    const usable = controls + ", input, select, textarea, label, option, audio, video,"
        + " [contenteditable], [role=link][tabindex], [role=switch][tabindex],"
        + " [role=checkbox][tabindex], [role=menuitem][tabindex]";
    const reached = e => e && (!e.matches("[role]") || e.hasAttribute("tabindex")
        || e.matches("button, summary, a[href], input"));
    const unread = (e, but) => [...e.childNodes].some(node => node !== but
        && (node.nodeType === 3 ? node.data.trim() : node.nodeType === 1
            && !node.matches(controls) && unread(node, but)));
    const around = e => {
        const item = e.closest("li, [role=listitem]");
        if (item) return item;
        const outer = e.parentElement;
        return outer && !outer.matches("html, body, main, header, section, article")
            && !unread(outer, e) ? around(outer) : e;
    };
    const regions = [...new Set(picked.map(around))];
    const inside = css => [...new Set(regions.flatMap(
        e => [...(e.matches(css) ? [e] : []), ...e.querySelectorAll(css)]))];

    axe.setup(document);
    for (const control of inside(controls)) {
        if (!axe.commons.dom.isVisibleToScreenReaders(control)) continue;
        const name = axe.commons.text.accessibleText(control).trim();
        const says = control.matches("a") ? /[\\p{L}\\p{N}]/u : /\\p{L}/u;
        if (name && (!says.test(name) || /^x$/i.test(name)))
            tell("control-without-word", control, name);
    }
    axe.teardown();
    const pointed = e => getComputedStyle(e).cursor === "pointer"
        && getComputedStyle(e.parentElement).cursor !== "pointer";
    const listening = new Set(heard.map(at => all[at]));
    for (const e of inside("*")) {
        const pressed = e.hasAttribute("onclick") || listening.has(e)
            || (pointed(e) && (everywhere
                || [...listening].some(outer => outer.contains(e))));
        const control = e.closest(usable);
        const within = [...e.querySelectorAll(usable)].some(reached);
        if (pressed && !reached(control) && !within) tell("press-without-button", e);
    }
    const met = new Set();
    for (const e of document.querySelectorAll("[id]")) {
        if (e.id && met.has(e.id)) tell("same-id-twice", e, e.id);
        met.add(e.id);
    }
    const loud = "[role=alert], [aria-live=assertive]";
    for (const e of document.querySelectorAll("[autofocus]"))
        if (e.closest(loud)) tell("focus-on-alert", e);
    return found.slice(0, most);
}"""
)
