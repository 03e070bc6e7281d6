"""A network that breaks: it stands between a browser and a server, and loses what it is told to."""

import socket
import threading
from contextlib import suppress

SENDING = (b"POST /visits/sealed/", b"POST /visits/new/")


class Network:
    """`drops` so many of the next visits that are sent before they reach the server, and `loses` so
    many of its answers once it has given them; `is_down` lets nothing through.
    """

    def __init__(self, server):
        self.server, self.is_down = server, False
        self.drops = self.loses = self.lost = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listening.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        with client, suppress(OSError):
            if self.is_down:
                return
            with socket.create_connection(("127.0.0.1", self.server.port)) as upstream:
                state = {"loses": False}
                back = threading.Thread(target=self._back, args=(upstream, client, state))
                back.start()
                self._forth(client, upstream, state)
                back.join()

    def _forth(self, client, upstream, state):
        with suppress(OSError):
            while (data := client.recv(65536)) and not self.is_down:
                if data.startswith(SENDING) and self._takes("drops"):
                    break
                state["loses"] = data.startswith(SENDING) and self._takes("loses")
                upstream.sendall(data)
            upstream.shutdown(socket.SHUT_WR)

    def _takes(self, what):
        with self.lock:
            left = getattr(self, what)
            setattr(self, what, max(left - 1, 0))
            self.lost += left > 0
        return left > 0

    def _back(self, upstream, client, state):
        with suppress(OSError):
            while data := upstream.recv(65536):
                if state["loses"] or self.is_down:
                    break
                client.sendall(data)
            client.shutdown(socket.SHUT_RDWR)
