package dev.rollcall.pages.entrance;

import java.net.URI;
import java.util.List;

import dev.rollcall.pages.view.ViewProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReturnTargetsTests {

	private final ReturnTargets targets = new ReturnTargets(new ViewProperties(List.of("en"), "", "", "Rollcall",
			List.of(URI.create("https://shop.example.com/back"))));

	@ParameterizedTest
	@ValueSource(strings = { "/account/sessions", "/console", "https://shop.example.com/back",
			"https://shop.example.com/back?cart=7" })
	void allowedTargetIsUsed(String target) {
		assertThat(this.targets.admit(target)).isEqualTo(URI.create(target));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "//evil.example", "/\\evil.example", "/account//evil.example",
			"/account/../../evil", "/account/%2e%2e", "javascript:alert(1)",
			"https://shop.example.com@evil.example/back", "https://shop.example.com.evil.example/back",
			"https://shop.example.com/back/../other", "http://shop.example.com/back",
			"https://shop.example.com:8443/back", "/account\r\nSet-Cookie: a=b", "", "/account?x=https://evil.example",
			"/sign-out" })
	void anythingElseLeadsToTheAccount(String target) {
		assertThat(this.targets.admit(target)).isEqualTo(URI.create("/account"));
	}

	@Test
	void noTargetLeadsToTheAccount() {
		assertThat(this.targets.admit(null)).isEqualTo(URI.create("/account"));
	}

}
