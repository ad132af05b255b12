package dev.rollcall.web;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OperatorTokenTests {

	private final OperatorToken token = new OperatorToken(new OperatorProperties(List.of("first", " second\n")));

	@Test
	void eachConfiguredTokenOpens() {
		assertThat(this.token.opens("Bearer first")).isTrue();
		assertThat(this.token.opens("bearer second")).isTrue();
	}

	@Test
	void anythingElseDoesNot() {
		assertThat(this.token.opens(null)).isFalse();
		assertThat(this.token.opens("Bearer ")).isFalse();
		assertThat(this.token.opens("Bearer firs")).isFalse();
		assertThat(this.token.opens("Bearer first,second")).isFalse();
		assertThat(this.token.opens("Basic first")).isFalse();
	}

	@Test
	void withoutConfiguredTokenNothingOpens() {
		OperatorToken none = new OperatorToken(new OperatorProperties(List.of("", " ")));
		assertThat(none.opens("Bearer ")).isFalse();
		assertThat(none.opens("Bearer  ")).isFalse();
		assertThat(none.opens("Bearer anything")).isFalse();
	}

}
