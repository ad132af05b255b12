package dev.rollcall.registration.account;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NewAddressTests {

	private final NewAddress any = new NewAddress(new AddressProperties(false));

	private final NewAddress ascii = new NewAddress(new AddressProperties(true));

	@ParameterizedTest
	@ValueSource(strings = { "jörg@example.com", "Jo\u0308rg@example.com", "ｊoe@example.com", "用户@例え.example" })
	void localPartBeyondAsciiIsRefusedIfTheMailServerCannotDeliverIt(String address) {
		assertThat(this.any.read(address).written()).isEqualTo(address);
		assertThatIllegalArgumentException().isThrownBy(() -> this.ascii.read(address))
			.withMessage("Must have only ASCII characters before the @");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ada@example.com", "Ada+x@bücher.example" })
	void domainBeyondAsciiIsTaken(String address) {
		assertThat(this.ascii.read(address).written()).isEqualTo(address);
	}

}
