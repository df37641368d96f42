"""The token that forms carry which write, so that the server knows them for its own."""

from dash import dcc

from components.tree import components_of


def with_form_tokens(tree, token: str) -> bool:
    """Puts a hidden field with the token into every form of a tree that writes, and tells whether there was one."""
    forms = [one for one in components_of(tree) if one._type == "Form" and getattr(one, "method", "") == "post"]
    for form in forms:
        parts = form.children if isinstance(form.children, list) else [form.children]
        form.children = [dcc.Input(type="hidden", name="csrf", value=token), *parts]
    return bool(forms)
