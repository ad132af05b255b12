package dev.rollcall.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class StartTests {

	private static final ProcessName MAIL = ProcessName.of(Kind.MAIL);

	private final List<String> progress = new CopyOnWriteArrayList<>();

	private ServerSocket smtp;

	private HttpServer page;

	private Home home;

	private Process process;

	@BeforeEach
	void bindThePortsOfMail(@TempDir Path folder) throws IOException {
		for (int offset = 11_000;; offset++) {
			this.home = Home.of(folder,
					Map.of("ROLLCALL_HOME", folder.toString(), "ROLLCALL_PORT_OFFSET", Integer.toString(offset)));
			try {
				this.smtp = new ServerSocket(this.home.port(Kind.MAIL), 5, InetAddress.getLoopbackAddress());
				this.page = HttpServer
					.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), MAIL.ports(offset).get(1)), 5);
				this.page.start();
				return;
			}
			catch (IOException ex) {
				assertThat(offset).isLessThan(12_000);
			}
		}
	}

	@AfterEach
	void close() throws IOException {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
		this.smtp.close();
		this.page.stop(0);
	}

	@Test
	void processThatRunsAndRespondsIsLeftAlone() throws IOException {
		runMail();
		respond();
		start(Duration.ofSeconds(30));
		assertThat(this.progress).singleElement().asString().matches("mail +was running +\\d+\\.\\d s");
	}

	@Test
	void processThatDoesNotRespondInTimeIsNamedWithItsLog() throws IOException {
		runMail();
		this.smtp.close();
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> start(Duration.ofMillis(1)))
			.withMessage("mail was not ready within 0 s; see its log " + this.home.log(MAIL));
		assertThat(this.progress).isEmpty();
	}

	@Test
	void processThatEndsBeforeItIsReadyIsNamedWithItsLog() throws IOException {
		this.smtp.close();
		this.page.stop(0);
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> start(Duration.ofMinutes(2)))
			.withMessage("mail ended before it was ready; see its log " + this.home.log(MAIL));
		assertThat(this.home.log(MAIL)).content().contains("MailApplication");
		assertThat(Files.getPosixFilePermissions(this.home.data())).as("of other users' access")
			.isEqualTo(PosixFilePermissions.fromString("rwx------"));
	}

	@Test
	void portInUseStartsNothing() {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> start(Duration.ofMinutes(2)))
			.withMessageContaining("Nothing was started: port %d for mail is in use by pid ", this.smtp.getLocalPort());
		assertThat(this.home.run()).doesNotExist();
	}

	private void start(Duration timeout) {
		new Start(this.home, new Processes(this.home), timeout, this.progress::add).start(List.of(MAIL));
	}

	private void runMail() throws IOException {
		PidFile file = new PidFile(this.home, MAIL);
		this.process = new ProcessBuilder("sh", "-c", "read line", file.mark()).start();
		file.write(this.process.pid(), this.home.port(Kind.MAIL));
		await().atMost(Duration.ofSeconds(30)).until(() -> file.process().isPresent());
	}

	private void respond() {
		this.page.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		Thread greeter = new Thread(() -> {
			while (!this.smtp.isClosed()) {
				try (Socket client = this.smtp.accept()) {
					client.getOutputStream().write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
				}
				catch (IOException ex) {
					// The test has ended, or the client has closed the connection.
					continue;
				}
			}
		});
		greeter.setDaemon(true);
		greeter.start();
	}

}
