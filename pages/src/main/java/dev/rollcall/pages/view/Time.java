package dev.rollcall.pages.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

import tools.jackson.databind.JsonNode;

import org.springframework.web.server.ServerWebExchange;

/**
 * A time as it is shown: in words of the page's language, in UTC because the server does
 * not know the person's zone, and for machines.
 *
 * @param machine RFC 3339
 */
public record Time(String machine, String words) {

	private static final DateTimeFormatter FORMAT = DateTimeFormatter
		.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
		.withZone(ZoneOffset.UTC);

	/** Reads a time of the REST API. */
	public static Time of(JsonNode time, ServerWebExchange exchange) {
		String machine = time.asString("");
		Locale locale = Languages.of(exchange);
		return new Time(machine,
				machine.isEmpty() ? "" : FORMAT.withLocale(locale).format(Instant.parse(machine)) + " UTC");
	}

}
