package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TcpProxyTests {

	private ServerSocket echo;

	private TcpProxy proxy;

	@BeforeEach
	void startEcho() throws IOException {
		this.echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve);
		thread.setDaemon(true);
		thread.start();
		this.proxy = new TcpProxy(this.echo.getLocalPort());
	}

	@AfterEach
	void stop() throws IOException {
		this.proxy.close();
		this.echo.close();
	}

	@Test
	void bytesPassBothWays() throws IOException {
		try (Socket client = connect()) {
			assertThat(exchange(client, 7)).isEqualTo(7);
		}
		assertThat(this.proxy.connections()).isOne();
	}

	@Test
	void blackHoleHoldsWhatIsSentUntilItHeals() throws IOException {
		try (Socket client = connect()) {
			assertThat(exchange(client, 1)).isOne();
			this.proxy.blackHole();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> exchange(client, 2));
			this.proxy.pass();
			assertThat(client.getInputStream().read()).isEqualTo(2);
		}
	}

	@Test
	void heldAnswersComeLater() throws IOException {
		try (Socket client = connect()) {
			assertThat(exchange(client, 1)).isOne();
			this.proxy.holdAnswers();
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> exchange(client, 2));
			this.proxy.pass();
			assertThat(client.getInputStream().read()).isEqualTo(2);
		}
	}

	@Test
	void resetEndsWhatIsOpen() throws IOException {
		try (Socket client = connect()) {
			assertThat(exchange(client, 1)).isOne();
			this.proxy.reset();
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> exchange(client, 2));
		}
	}

	@Test
	void refusalEndsUntilItPassesAgain() throws IOException {
		this.proxy.refuse();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		this.proxy.pass();
		try (Socket client = connect()) {
			assertThat(exchange(client, 3)).isEqualTo(3);
		}
	}

	@Test
	void connectionIsCutAfterSoManyBytes() throws IOException {
		this.proxy.cutAfter(2);
		try (Socket client = connect()) {
			assertThat(exchange(client, 1)).isOne();
			assertThat(exchange(client, 2)).isEqualTo(2);
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> exchange(client, 3));
		}
	}

	@Test
	void delayTakesTime() throws IOException {
		this.proxy.delay(Duration.ofMillis(100));
		try (Socket client = connect()) {
			long start = System.nanoTime();
			assertThat(exchange(client, 1)).isOne();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.proxy.port());
		socket.setSoTimeout(700);
		return socket;
	}

	private static int exchange(Socket client, int value) throws IOException {
		client.getOutputStream().write(value);
		int answer = client.getInputStream().read();
		if (answer < 0) {
			throw new SocketException("Ended");
		}
		return answer;
	}

	private void serve() {
		while (!this.echo.isClosed()) {
			try {
				Socket client = this.echo.accept();
				Thread thread = new Thread(() -> echo(client));
				thread.setDaemon(true);
				thread.start();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private static void echo(Socket client) {
		try (client) {
			for (int value = client.getInputStream().read(); value >= 0; value = client.getInputStream().read()) {
				client.getOutputStream().write(value);
			}
		}
		catch (SocketException ex) {
			return;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
