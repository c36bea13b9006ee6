"""Für die App auf dem Telefon: JSON hinein, JSON heraus."""

from flask import Blueprint, jsonify, request

from .bestand import BESTAND, Buch, einwand

bp = Blueprint("telefon", __name__, url_prefix="/api")


@bp.route("/books", methods=["POST"])
def dazu():
    daten = request.get_json(silent=True)
    if not isinstance(daten, dict):
        daten = {}
    titel = str(daten.get("title", "")).strip()
    problem = einwand(titel)
    if problem:
        return jsonify(fehler=problem), 422
    BESTAND.append(Buch(titel, "Telefon"))
    return jsonify(nummer=len(BESTAND)), 201
