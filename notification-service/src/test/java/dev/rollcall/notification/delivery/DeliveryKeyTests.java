package dev.rollcall.notification.delivery;

import dev.rollcall.notification.template.Template;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveryKeyTests {

	@Test
	void idIsTheSameInEveryProcessAndRelease() {
		assertThat(DeliveryFixture.key(Channel.MAIL).id()).isEqualTo("4f70cea96ad09500c3be28221de62d06");
	}

	@Test
	void idDiffersByChannel() {
		assertThat(DeliveryFixture.key(Channel.MAIL).id()).isNotEqualTo(DeliveryFixture.key(Channel.IN_APP).id());
	}

	@Test
	void idDiffersByEvent() {
		DeliveryKey other = new DeliveryKey("other", Template.WELCOME, Channel.MAIL, DeliveryKey.Role.SELF);

		assertThat(other.id()).isNotEqualTo(DeliveryFixture.key(Channel.MAIL).id());
	}

}
