"""What is asked of a page about how it looks, in JavaScript. Runs nothing itself.

An element is named by its place in document.querySelectorAll("*"), with its tag, so
that a page which changed meanwhile is noticed.
"""

from __future__ import annotations

__all__ = ["FOCUS", "FOCUSED", "INK", "MEASURE", "PLACES", "REST", "SKIP"]

ALL = """
    const all = document.querySelectorAll("*");
    const picked = places.map(([at, tag]) => {
        const found = all[at];
        return found && found.localName === tag ? found : null;
    });
    if (picked.includes(null)) return null;
"""
# An element, and the dt that it belongs to where it is a dd, as in Message.named.
PARTS = """
    const parts = (element) => {
        let term = element.localName === "dd" ? element.previousElementSibling : null;
        for (let near = 0; near < 100 && term && term.localName !== "dt"; near++)
            term = term.previousElementSibling;
        const label = term?.localName === "dt" && term.textContent.length <= 2000;
        return label ? [term, element] : [element];
    };
"""
# Texts of messages: what a person presses or fills in is none.
TEXTS = """
    const apart = "button, input, label, select, textarea, script, style, template, "
        + "noscript, option, datalist";
    const texts = (element) => parts(element).flatMap(textsIn);
    const textsIn = (element) => {
        const found = [];
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode;
            if (!node.data.trim() || node.parentElement.closest(apart)) continue;
            found.push(node);
        }
        return found;
    };
"""
# Pictures that can be seen: of files, of a stylesheet's content, of drawn shapes, and
# none of these by its colour.
PICTURES = """
    const drawn = ["d", "points", "href", "x", "y", "width", "height", "r", "rx", "ry",
        "x1", "y1", "x2", "y2"];
    const pictures = (element) => {
        const box = element.getBoundingClientRect(), found = [];
        if (box.width * box.height < 16) return found;
        if (getComputedStyle(element).visibility !== "visible") return found;
        if (element.localName === "img") found.push(element.currentSrc);
        if (element.localName === "svg") found.push([...element.querySelectorAll("*")]
            .flatMap(e => [e.localName, ...drawn.map(n => e.getAttribute(n) ?? "")])
            .filter(Boolean).join(" "));
        for (const part of [null, "::before", "::after"]) {
            const style = getComputedStyle(element, part);
            const { content, backgroundImage, maskImage } = style;
            if (part && ["none", "normal"].includes(content)) continue;
            if (part && content !== '""') found.push(content);
            for (const file of [backgroundImage, maskImage])
                if (file.includes("url(")) found.push(file);
        }
        return found.map(one => "picture " + one.slice(0, 2000));
    };
"""
# Each text with where it stands, and the first style around it that may hide it.
MEASURE = (
    """(places) => {"""
    + ALL
    + PARTS
    + TEXTS
    + PICTURES
    + """
    const clipped = (node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        let boxes = [...range.getClientRects()];
        for (let e = node.parentElement; e; e = e.parentElement) {
            const style = getComputedStyle(e);  // half from each side leaves nothing
            if (/inset\\((5\\d|[6-9]\\d|100)%/.test(style.clipPath)) return [];
            if (!/hidden|clip/.test(style.overflow)) continue;
            const b = e.getBoundingClientRect();
            boxes = boxes.map(a => {
                const x = Math.max(a.x, b.x), y = Math.max(a.y, b.y);
                return new DOMRect(x, y, Math.min(a.right, b.right) - x,
                    Math.min(a.bottom, b.bottom) - y);
            });
        }
        return boxes.filter(b => b.width >= 3 && b.height >= 3).map(
            b => [b.x + scrollX, b.y + scrollY, b.width, b.height]);
    };
    const why = (node, boxes) => {
        for (let e = node.parentElement; e; e = e.parentElement) {
            const style = getComputedStyle(e), box = e.getBoundingClientRect();
            if (style.display === "none") return "display: none";
            if (style.visibility !== "visible")
                return "visibility: " + style.visibility;
            if (Number(style.opacity) < 0.1) return "opacity: " + style.opacity;
            if (parseFloat(style.fontSize) < 1) return "font-size: " + style.fontSize;
            if (style.clipPath !== "none") return "clip-path: " + style.clipPath;
            if (style.overflow !== "visible" && box.width * box.height < 16)
                return `a box of ${Math.round(box.width)} by ${Math.round(box.height)}`;
        }
        const page = document.documentElement;
        const out = boxes.every(([x, y, w, h]) => x + w <= 0 || y + h <= 0
            || x >= page.scrollWidth || y >= page.scrollHeight);
        if (boxes.length && out) return "a place outside of the page";
        const [x, y, w, h] = boxes[0] ?? [0, 0, 0, 0];
        const top = document.elementFromPoint(x + w / 2 - scrollX, y + h / 2 - scrollY);
        const own = node.parentElement;
        if (top && !own.contains(top) && !top.contains(own))
            return `a <${top.localName}> that lies over it`;
        if (!boxes.length) return "a place without room for it";
        return "the colour of what is behind it";
    };
    const colours = (element) => {
        const item = element.closest("li, [role=listitem]") ?? element;
        const found = [];
        const outer = item === element ? parts(element) : [item];
        for (const e of outer.flatMap(e => [e, ...e.querySelectorAll("*")])) {
            if (e.closest(apart)) continue;
            const style = getComputedStyle(e);
            found.push("ground " + style.backgroundColor, "text " + style.color);
            if (style.backgroundImage.includes("gradient("))
                found.push("ground " + style.backgroundImage);
            found.push(...pictures(e));
            for (const side of ["top", "right", "bottom", "left"]) {
                const edge = name => style.getPropertyValue(`border-${side}-${name}`);
                if (parseFloat(edge("width"))) found.push("edge " + edge("color"));
            }
        }
        return [...new Set(found)];
    };
    return picked.map(element => ({
        colours: colours(element),
        texts: texts(element).map(node => {
            const boxes = clipped(node);
            const style = getComputedStyle(node.parentElement);
            const size = parseFloat(style.fontSize);
            const bold = Number(style.fontWeight) >= 700;
            return {text: node.data, boxes, why: why(node, boxes),
                large: size >= 24 || (bold && size >= 18.66)};
        }),
    }));
}"""
)
# Takes the ink out of the texts, by styles that win over the page's; what it gives puts
# it back.
INK = (
    """([places, before]) => {"""
    + ALL
    + PARTS
    + """
    const names = ["color", "-webkit-text-fill-color", "text-shadow", "transition",
        "text-decoration-color"];
    const values = ["transparent", "transparent", "none", "none", "transparent"];
    const inked = [...new Set(picked.flatMap(parts)
        .flatMap(e => [e, ...e.querySelectorAll("*")]))]
        .filter(e => e.style);
    return inked.map((e, place) => {
        const own = e.hasAttribute("style") ? e.style.cssText : null;
        if (before === null)
            names.forEach((n, i) => e.style.setProperty(n, values[i], "important"));
        else if (before[place] === null) e.removeAttribute("style");
        else e.style.cssText = before[place];
        return own;
    });
}"""
)
# Waits for what is only moving in or out for a moment.
REST = """(most) => Promise.race([
    new Promise(done => setTimeout(done, most)),
    Promise.allSettled(document.getAnimations()
        .filter(a => a.effect.getComputedTiming().endTime <= most)
        .map(a => a.finished)),
])"""
# Lets the styles' own movements be where they are after so many milliseconds.
SKIP = """(span) => {
    for (const movement of document.getAnimations()) {
        const end = movement.effect.getComputedTiming().endTime;
        const then = Number(movement.currentTime ?? 0) + span;
        if (end <= then) movement.finish(); else movement.currentTime = then;
    }
}"""
FOCUS = """() => {
    const e = document.activeElement ?? document.body ?? document.documentElement;
    return [e.localName, [...document.querySelectorAll("*")].indexOf(e)];
}"""
FOCUSED = (
    """() => document.activeElement ?? document.body ?? document.documentElement"""
)
# Where the elements stand in the window once the first of them is in it, as box and
# whether it is the element's own: one that takes up no room has that of what is around
# it. Null for what is out of the window, and for what nothing but the page is around.
PLACES = """(places, above) => {
    const all = document.querySelectorAll("*");
    const whole = [document.documentElement, document.body];
    const wide = innerWidth, high = innerHeight;
    const seen = (at) => {
        for (let e = all[at] ?? null; e && !whole.includes(e); e = e.parentElement) {
            const {left, top, width, height} = e.getBoundingClientRect();
            if (width > 0 && height > 0)
                return {box: [left, top, width, height], own: e === all[at]};
        }
        return null;
    };
    const within = ([left, top, width, height]) => left + width > 0 && left < wide
        && top + height > 0 && top < high;
    const fits = ([left, top, width, height]) => left >= 0 && left + width <= wide
        && top >= 0 && top + height <= high;
    const first = seen(places[0]);
    if (first && !fits(first.box)) {
        const now = {block: "nearest", inline: "nearest", behavior: "instant"};
        all[places[0]].scrollIntoView(now);
    }
    scrollTo({left: 0, top: 0, behavior: "instant"});
    const then = seen(places[0]);
    if (then && !fits(then.box)) {
        const [left, top, width] = then.box;
        scrollTo({
            left: left + width > wide ? left - above : 0,
            top: Math.max(0, top - above),
            behavior: "instant",
        });
    }
    return places.map(at => {
        const found = seen(at);
        if (found === null || !within(found.box)) return null;
        const [left, top, width, height] = found.box.map(Math.round);
        return {box: [left, top, width, height], own: found.own};
    });
}"""
