from neighbours import create_app

app = create_app()
