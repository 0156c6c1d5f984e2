"""Answers every secure request on this machine with 200, as `localhost`; prints its port."""

import http.server
import pathlib
import ssl

folder = pathlib.Path(__file__).parent


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """Who turns away from the certificate breaks the connection: that is what is tested."""


server = Server(("127.0.0.1", 0), Answer)
# The key guards nothing: it is made for this test, and its authority is trusted here alone.
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(folder / "localhost.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
