"""What a page is told to do for its person, in JavaScript. Runs nothing itself."""

from __future__ import annotations

__all__ = ["AT_ONCE", "BY_FORM", "BY_SCRIPT", "FILL"]

BY_FORM = """([url, pairs]) => {
    const form = document.createElement("form");
    form.method = "post"; form.action = url; form.target = "_self"; form.hidden = true;
    for (const [name, value] of pairs) {
        const field = document.createElement("textarea");
        field.name = name; field.value = value; form.append(field);
    }
    (document.body ?? document.documentElement).append(form);
    form.submit();
    form.remove();
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
    for (const [name, value] of values) {
        const [field] = [...form.elements].filter(e => e.name === name);
        if (["checkbox", "radio"].includes(field.type)) field.checked = true;
        field.value = value;
    }
    const buttons = [...form.querySelectorAll("button, input")].filter(
        e => ["submit", "image"].includes(e.type));
    form.noValidate = true;  // what the app says of odd values is asked for
    form.requestSubmit(buttons[button]);
}"""
