package dev.rollcall.session.device;

import java.security.GeneralSecurityException;
import java.util.UUID;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.rollcall.schemas.UserId;
import dev.rollcall.session.key.Keys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class DevicesTests {

	private static final UserId ADA = new UserId(UUID.fromString("0193a1b2-0000-7000-8000-000000000001"));

	private static final UserId BEN = new UserId(UUID.fromString("0193a1b2-0000-7000-8000-000000000002"));

	private final Keys keys = mock(Keys.class);

	private Devices devices;

	private KnownDevice phone;

	private String token;

	@BeforeEach
	void create() throws GeneralSecurityException {
		MacConfig.register();
		given(this.keys.device()).willReturn(KeysetHandle.generateNew(PredefinedMacParameters.HMAC_SHA256_256BITTAG)
			.getPrimitive(RegistryConfiguration.get(), Mac.class));
		this.devices = new Devices(this.keys);
		this.phone = this.devices.create();
		this.token = this.devices.token(ADA, 3, this.phone);
	}

	@Test
	void deviceIsKnownByItsToken() {
		assertThat(this.devices.find(ADA, 3, this.token)).contains(this.phone);
	}

	@Test
	void deviceIsUnknownUnderAnotherPassword() {
		assertThat(this.devices.find(ADA, 4, this.token)).isEmpty();
		assertThat(this.devices.find(ADA, 2, this.token)).isEmpty();
	}

	@Test
	void deviceIsUnknownToAnotherUser() {
		assertThat(this.devices.find(BEN, 3, this.token)).isEmpty();
	}

	@Test
	void malformedTokenIsUnknown() {
		for (String text : new String[] { "", "x", this.phone.id(), this.token + "=",
				"x".repeat(22) + this.token.substring(22), this.token.substring(0, this.token.length() - 2) }) {
			assertThat(this.devices.find(ADA, 3, text)).as(text).isEmpty();
		}
		assertThat(this.devices.find(ADA, 3, null)).isEmpty();
	}

}
