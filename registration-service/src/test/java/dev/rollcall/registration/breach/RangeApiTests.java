package dev.rollcall.registration.breach;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Against a server that speaks the protocol of the range API.
 */
class RangeApiTests {

	/** SHA-1: 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8. */
	private static final String PASSWORD = "password";

	private static final String SUFFIX = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

	private static final String OTHERS = "003D68EB55068C33ACE09247EE4C639306B:3\r\n012C192B2F16F82EA0EB9EF18D9D539B0DD:1\r\n";

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();

	private DisposableServer server = answer((response) -> response.sendString(Mono.just(OTHERS)).then());

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void knownPasswordIsFound() {
		answerWith(OTHERS + SUFFIX + ":3861493");

		assertThat(contains()).isTrue();
		assertThat(counted("breached")).isOne();
	}

	@Test
	void otherPasswordOfTheRangeIsNot() {
		answerWith(OTHERS);

		assertThat(contains()).isFalse();
		assertThat(counted("unknown")).isOne();
	}

	@Test
	void paddingIsNoHash() {
		answerWith(OTHERS + SUFFIX + ":0\r\n");

		assertThat(contains()).isFalse();
		assertThat(counted("unknown")).isOne();
	}

	@Test
	void onlyFiveDigitsOfTheHashLeaveAndPaddingIsAskedFor() {
		answerWith(OTHERS);

		contains();

		assertThat(this.requests).singleElement().satisfies((request) -> {
			assertThat(request.uri()).isEqualTo("/range/5BAA6");
			assertThat(request.requestHeaders().get("Add-Padding")).isEqualTo("true");
			assertThat(request.requestHeaders().toString()).doesNotContain(SUFFIX).doesNotContain(PASSWORD);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html>not a list</html>", SUFFIX + ":many", SUFFIX, "{}" })
	void garbageRefusesNoPasswordAndIsCounted(String garbage) {
		answerWith(OTHERS.repeat(garbage.isEmpty() ? 0 : 1) + garbage);

		assertThat(contains()).isFalse();
		assertThat(counted("failed")).isOne();
	}

	@Test
	void hugeAnswerRefusesNoPasswordAndIsCounted() {
		answerWith(OTHERS.repeat(10_000) + SUFFIX + ":1");

		assertThat(contains()).isFalse();
		assertThat(counted("failed")).isOne();
	}

	@Test
	void errorRefusesNoPasswordAndIsCounted() {
		serve((response) -> response.status(500).sendString(Mono.just(SUFFIX + ":1")).then());

		assertThat(contains()).isFalse();
		assertThat(counted("failed")).isOne();
	}

	@Test
	void silenceRefusesNoPasswordAfterTheTimeLimitAndIsCounted() {
		serve((response) -> Mono.never());

		assertThat(contains(Duration.ofMillis(200))).isFalse();
		assertThat(counted("failed")).isOne();
	}

	@Test
	void absentServerRefusesNoPasswordAndIsCounted() {
		this.server.disposeNow();

		assertThat(contains()).isFalse();
		assertThat(counted("failed")).isOne();
	}

	private boolean contains() {
		return contains(Duration.ofSeconds(20));
	}

	private boolean contains(Duration timeLimit) {
		BreachedPasswords passwords = new BreachedPasswords(
				new RangeApi(URI.create("http://127.0.0.1:" + this.server.port())), timeLimit, this.meters);
		return passwords.contain(PASSWORD).blockOptional(Duration.ofSeconds(30)).orElseThrow();
	}

	private double counted(String outcome) {
		return this.meters.counter("rollcall.breached.passwords", "outcome", outcome).count();
	}

	private void answerWith(String body) {
		serve((response) -> response.sendString(Mono.just(body)).then());
	}

	private void serve(Function<HttpServerResponse, Mono<Void>> answer) {
		this.server.disposeNow();
		this.server = answer(answer);
	}

	private DisposableServer answer(Function<HttpServerResponse, Mono<Void>> answer) {
		return HttpServer.create().host("127.0.0.1").port(0).handle((request, response) -> {
			this.requests.add(request);
			return answer.apply(response);
		}).bindNow();
	}

}
