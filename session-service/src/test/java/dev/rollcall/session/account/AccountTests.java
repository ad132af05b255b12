package dev.rollcall.session.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.rollcall.schemas.UserId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccountTests {

	@Test
	void textDoesNotContainTheAddress() {
		Account account = new Account(new UserId(new UUID(1, 2)), 1, "ada@example.com", Instant.EPOCH, true, true,
				List.of(), null);
		assertThat(account.toString()).contains(account.userId().toString()).doesNotContain("ada");
	}

}
