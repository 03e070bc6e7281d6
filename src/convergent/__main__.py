from convergent.cli.main import run

run()
