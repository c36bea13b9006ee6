from corner import build


def create_app():
    return build()
