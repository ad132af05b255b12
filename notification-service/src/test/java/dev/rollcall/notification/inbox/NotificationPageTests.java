package dev.rollcall.notification.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.rollcall.web.Fields;
import dev.rollcall.web.InvalidRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NotificationPageTests {

	private final List<Notification> inbox = IntStream.range(0, 45)
		.mapToObj(NotificationPageTests::notification)
		.toList();

	@Test
	void pagesShowEachNotificationOnce() {
		NotificationPage first = NotificationPage.of(this.inbox, page(Map.of()));
		NotificationPage second = NotificationPage.of(this.inbox, page(Map.of("before", String.valueOf(first.next()))));
		NotificationPage third = NotificationPage.of(this.inbox, page(Map.of("before", String.valueOf(second.next()))));

		assertThat(first.notifications()).isEqualTo(this.inbox.subList(0, 20));
		assertThat(second.notifications()).isEqualTo(this.inbox.subList(20, 40));
		assertThat(third.notifications()).isEqualTo(this.inbox.subList(40, 45));
		assertThat(third.next()).isNull();
	}

	@Test
	void pageThatEndsWithTheInboxHasNoNext() {
		assertThat(NotificationPage.of(this.inbox, page(Map.of("limit", "45"))).next()).isNull();
	}

	@Test
	void pageAfterAnEntryThatFellOutIsEmpty() {
		NotificationPage page = NotificationPage.of(this.inbox, page(Map.of("limit", "5", "before", "f".repeat(32))));

		assertThat(page).isEqualTo(new NotificationPage(List.of(), null));
	}

	@Test
	void emptyInboxIsAnEmptyPage() {
		assertThat(NotificationPage.of(List.of(), page(Map.of()))).isEqualTo(new NotificationPage(List.of(), null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "101", "-1", "x", "", "1.5", "99999999999", "1 ", "\u0661" })
	void badLimitIsNamed(String limit) {
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> page(Map.of("limit", limit)))
			.satisfies((ex) -> assertThat(ex.errors().toString()).contains("limit", "1 to 100"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "{\"$gt\":\"\"}", "2026-11-01T12:00:00Z" })
	void badBeforeIsNamed(String before) {
		assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> page(Map.of("before", before)))
			.satisfies((ex) -> assertThat(ex.errors().toString()).contains("before", "next"));
	}

	private static PageRequest page(Map<String, String> query) {
		return PageRequest.of(Fields.ofQuery(query.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (parameter) -> List.of(parameter.getValue())))));
	}

	private static Notification notification(int number) {
		return new Notification("%032x".formatted(number), "welcome", "Title", "Body",
				Instant.ofEpochSecond(1000 - number), null);
	}

}
