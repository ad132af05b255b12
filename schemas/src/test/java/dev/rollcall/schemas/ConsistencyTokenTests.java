package dev.rollcall.schemas;

import java.time.Instant;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsistencyTokenTests {

	private static final ConsistencyToken TOKEN = new ConsistencyToken(
			UserId.of("0198c0de-0000-7000-8000-000000000001"), 3, 2, Instant.ofEpochSecond(0x6904_0000),
			new byte[] { 9, 8 });

	@Test
	void payloadIsReadAsItWasWritten() {
		assertThat(ConsistencyToken.decode(TOKEN.payload())).get().usingRecursiveComparison().isEqualTo(TOKEN);
	}

	@Test
	void payloadHasAFixedLayout() {
		assertThat(HexFormat.of().formatHex(TOKEN.payload()))
			.isEqualTo("0198c0de00007000800000000000000100000000000000030000000000000002" + "00000000690400000908");
	}

	@Test
	void payloadWithoutTheMacOfAnAddressIsNone() {
		assertThat(ConsistencyToken.decode(new byte[40])).isEmpty();
	}

	@Test
	void macInputsOfTokenAndAddressDiffer() {
		assertThat(ConsistencyToken.macInput(new byte[] { 'x' })).asString().isEqualTo("token:x");
		assertThat(ConsistencyToken.macInput(EmailAddress.of("Ada@example.com"))).asString()
			.isEqualTo("email:ada@example.com");
	}

}
