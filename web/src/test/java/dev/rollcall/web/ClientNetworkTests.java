package dev.rollcall.web;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClientNetworkTests {

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, 203.0.113.7, false", "127.0.0.1, 127.0.0.1, true", "::1, 0000000000000000, true",
			"2001:db8:1:2:3:4:5:6, 20010db800010002, false", "2001:db8:1:2::, 20010db800010002, false",
			"::ffff:203.0.113.7, 203.0.113.7, false", "fe80::1%eth9, fe80000000000000, false" })
	void subscriberIsAnAddressOrASlash64(String address, String subscriber, boolean loopback) {
		ClientNetwork network = ClientNetwork.of(address);
		assertThat(network.subscriber()).isEqualTo(subscriber);
		assertThat(network.isLoopback()).isEqualTo(loopback);
	}

	@ParameterizedTest
	@CsvSource({ "203.0.113.7, ", "2001:db8:1:2:3:4:5:6, 20010db80001" })
	void siteIsASlash48(String address, @Nullable String site) {
		assertThat(ClientNetwork.of(address).site().orElse(null)).isEqualTo(site);
	}

}
