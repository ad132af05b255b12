package dev.rollcall.local.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CommandsTests {

	private final Commands commands = new Commands(
			Home.of(Path.of("/rollcall"), Map.of("ROLLCALL_SESSION_STORE_URI", "mongodb://db/own")),
			new Secrets(Path.of("/rollcall/secrets")));

	@ParameterizedTest
	@CsvSource({ "registration-service, mongodb://127.0.0.1:27017/registration?retryWrites=false",
			"session-service, mongodb://db/own",
			"notification-service, mongodb://127.0.0.1:27019/notification?retryWrites=false" })
	void serviceGetsOnlyItsOwnStore(String service, String uri) {
		assertThat(stores(service)).singleElement().isEqualTo(uri);
	}

	@Test
	void gatewayHasNoStore() {
		assertThat(stores("gateway")).isEmpty();
	}

	@Test
	void linksInMailsAndPagesLeadToTheGatewaysPort() {
		Commands shifted = new Commands(Home.of(Path.of("/rollcall"), Map.of("ROLLCALL_PORT_OFFSET", "200")),
				new Secrets(Path.of("/rollcall/secrets")));
		assertThat(shifted.links(Map.of())).hasSize(4)
			.containsEntry("ROLLCALL_LINKS_VERIFICATION", "http://127.0.0.1:8280/verify-email")
			.containsEntry("ROLLCALL_LINKS_CHANGE", "http://127.0.0.1:8280/change-email")
			.containsEntry("ROLLCALL_LINKS_UNDO", "http://127.0.0.1:8280/undo-email-change")
			.containsEntry("ROLLCALL_LINKS_RECOVERY", "http://127.0.0.1:8280/reset-password");
		assertThat(shifted.of(ProcessName.parse("pages")).environment()).containsEntry("SERVER_PORT", "8284")
			.containsEntry("ROLLCALL_GATEWAY_URL", "http://127.0.0.1:8280");
	}

	@Test
	void linksThatTheUserHasSetStay() {
		assertThat(this.commands.links(Map.of("ROLLCALL_LINKS_VERIFICATION", "http://localhost:3000/verify")))
			.isEmpty();
	}

	@Test
	void serviceHasAllCompilersOnlyOnRequest() {
		assertThat(Commands.options(null)).contains("-XX:TieredStopAtLevel=1");
		assertThat(Commands.options("server")).doesNotContain("-XX:TieredStopAtLevel=1").isNotEmpty();
	}

	@Test
	void unknownJvmIsRefused() {
		assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Commands.options("client"))
			.withMessageContaining("ROLLCALL_JVM");
	}

	private Stream<String> stores(String process) {
		return this.commands.of(ProcessName.parse(process))
			.environment()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().endsWith("_STORE_URI"))
			.map(Map.Entry::getValue);
	}

}
