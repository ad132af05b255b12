package dev.rollcall.benchmark.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.rollcall.local.platform.Probe;

/**
 * nginx as a plain reverse proxy with kept-alive connections and without an access log.
 * It checks no tokens: it is the least that a gateway can cost.
 */
final class Nginx {

	private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

	private final Settings settings;

	private final URI service;

	Nginx(Settings settings, URI service) {
		this.settings = settings;
		this.service = service;
	}

	Optional<String> missing() {
		return Files.isExecutable(PROGRAM) ? Optional.empty() : Optional.of("nginx, which is not installed");
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.settings.port(8070));
	}

	Daemon start() throws IOException, InterruptedException {
		Path folder = Files.createDirectories(this.settings.folder("nginx"));
		Path configuration = Files.writeString(folder.resolve("nginx.conf"), configuration(folder));
		return Daemon.start("nginx",
				List.of(PROGRAM.toString(), "-p", folder.toString(), "-c", configuration.toString()), Map.of(),
				this.settings.folder("log").resolve("nginx.log"),
				() -> Probe.http(uri() + "/.well-known/jwks.json").serves());
	}

	private String configuration(Path folder) {
		return """
				daemon off;
				worker_processes auto;
				pid %1$s/nginx.pid;
				error_log stderr;
				events { worker_connections 1024; }
				http {
					access_log off;
					client_body_temp_path %1$s/body;
					proxy_temp_path %1$s/proxy;
					fastcgi_temp_path %1$s/fastcgi;
					uwsgi_temp_path %1$s/uwsgi;
					scgi_temp_path %1$s/scgi;
					upstream service { server %2$s; keepalive 64; keepalive_requests 1000000; }
					server {
						listen %3$s;
						keepalive_requests 1000000;
						location / {
							proxy_pass http://service;
							proxy_http_version 1.1;
							proxy_set_header Connection "";
							proxy_set_header Host $host;
						}
					}
				}
				""".formatted(folder, this.service.getAuthority(), uri().getAuthority());
	}

}
