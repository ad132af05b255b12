package dev.rollcall.gateway.header;

import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ClientConnectionTests {

	private final ClientConnection connection = new ClientConnection(
			new HeaderProperties(List.of("192.0.2.1", "10.0.0.0/8"), List.of()));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			203.0.113.9                     | 203.0.113.9
			198.51.100.7, 203.0.113.9       | 203.0.113.9
			203.0.113.9, 10.1.2.3           | 203.0.113.9
			2001:db8::1, 10.1.2.3           | 2001:db8::1
			10.1.2.3                        | 10.1.2.3
			""")
	void lastHopThatIsNotTrustedIsTheClient(String forwarded, String expected) {
		assertThat(address("192.0.2.1", forwarded)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			203.0.113.9:4711                | 192.0.2.1
			[2001:db8::1]:4711              | 192.0.2.1
			abcdef                          | 192.0.2.1
			1.2.3.4.5                       | 192.0.2.1
			a:b                             | 192.0.2.1
			unknown                         | 192.0.2.1
			203.0.113.9:4711, 10.1.2.3      | 10.1.2.3
			""")
	void hopThatIsNoAddressIsPassedOver(String forwarded, String expected) {
		assertThat(address("192.0.2.1", forwarded)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "203.0.113.9", "abcdef" })
	void peerThatIsNotTrustedIsTheClientWhateverItSays(String forwarded) {
		assertThat(address("198.51.100.7", forwarded)).isEqualTo("198.51.100.7");
	}

	private String address(String peer, String forwarded) {
		return this.connection.address(MockServerHttpRequest.get("/")
			.remoteAddress(new InetSocketAddress(peer, 40000))
			.header("X-Forwarded-For", forwarded)
			.build());
	}

}
