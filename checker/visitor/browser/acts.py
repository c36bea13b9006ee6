"""What a page is told to do for its person, in JavaScript. Runs nothing itself.

A field called "submit" stands where a form's own word of that name was, so those words
are taken from where every form has them.
"""

from __future__ import annotations

__all__ = ["AT_ONCE", "BY_FORM", "BY_SCRIPT", "FILL"]

BY_FORM = """([url, pairs]) => {
    const form = document.createElement("form");
    form.method = "post"; form.action = url; form.target = "_self"; form.hidden = true;
    form.append(...pairs.map(([name, value]) => {
        const field = document.createElement("textarea");
        field.name = name; field.value = value;
        return field;
    }));
    (document.body ?? document.documentElement).append(form);
    HTMLFormElement.prototype.submit.call(form);
    Element.prototype.remove.call(form);
}"""
BY_SCRIPT = """([url, method, body]) => fetch(url, {
    method, body, redirect: "manual",
    headers: body === null ? {} : {"Content-Type": "application/json"},
}).then(() => null, () => null)"""
AT_ONCE = """([url, bodies]) => Promise.all(bodies.map(body => fetch(url, {
    method: "POST", body, redirect: "manual",
    headers: {"Content-Type": "application/x-www-form-urlencoded"},
}).then(() => null, () => null)))"""
FILL = """([place, values, button]) => {
    const form = document.forms[place];
    const controls = document.querySelectorAll("button, input, select, textarea");
    const own = [...controls].filter(e => e.form === form);
    for (const [name, value] of values) {
        const field = own.find(e => e.name === name);
        if (["checkbox", "radio"].includes(field.type)) field.checked = true;
        field.value = value;
    }
    const buttons = own.filter(e => ["submit", "image"].includes(e.type));
    form.noValidate = true;  // what the app says of odd values is asked for
    let kept = false;  // by a script, which does something of its own instead
    addEventListener("submit", e => { kept = e.defaultPrevented; }, {once: true});
    HTMLFormElement.prototype.requestSubmit.call(form, buttons[button]);
    return kept;
}"""
