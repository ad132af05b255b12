package dev.rollcall.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

import org.springframework.http.HttpMethod;

/**
 * An act in the audit trail: one line of the logger {@code audit}, with fields of the
 * Elastic Common Schema. It contains ids only: no address, no name, no token.
 */
public final class AuditEvent {

	private static final Logger logger = LoggerFactory.getLogger("audit");

	private final String action;

	private final Map<String, Object> fields = new LinkedHashMap<>();

	private AuditEvent(String category, String type, String action) {
		this.action = action;
		this.fields.put("event.kind", "event");
		this.fields.put("event.category", List.of(category));
		this.fields.put("event.type", List.of(type));
		this.fields.put("event.action", action);
	}

	/**
	 * A person or client proves an identity, or fails to.
	 */
	public static AuditEvent authentication(String action) {
		return new AuditEvent("authentication", "start", action);
	}

	/**
	 * An administrator reads or changes accounts.
	 * @param route method and path pattern, such as {@code GET /api/v1/admin/users/{id}}
	 */
	static AuditEvent administration(HttpMethod method, String route) {
		return new AuditEvent("iam", type(method), route);
	}

	/**
	 * An operator changes something.
	 * @param route method and path pattern
	 */
	static AuditEvent operation(HttpMethod method, String route) {
		return new AuditEvent("configuration", type(method), route);
	}

	private static String type(HttpMethod method) {
		if (method.equals(HttpMethod.DELETE)) {
			return "deletion";
		}
		return method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT) || method.equals(HttpMethod.PATCH)
				? "change" : "info";
	}

	/**
	 * Adds the user who acts.
	 * @param user null if unknown
	 */
	public AuditEvent actor(@Nullable UUID user) {
		return with("user.id", user);
	}

	/**
	 * Adds the user whose account is concerned.
	 * @param user null if there is none
	 */
	public AuditEvent target(@Nullable UUID user) {
		return with("user.target.id", user);
	}

	/**
	 * Adds the reason of a failure.
	 * @param reason a word of a fixed set
	 */
	public AuditEvent reason(String reason) {
		return with("event.reason", reason);
	}

	/**
	 * Adds the request.
	 */
	public AuditEvent request(String correlationId) {
		return with("http.request.id", correlationId);
	}

	AuditEvent path(String path) {
		return with("url.path", path);
	}

	/** Writes the event of an act that was done. */
	public void success() {
		write("success");
	}

	/** Writes the event of an act that was refused. */
	public void failure() {
		write("failure");
	}

	/**
	 * Writes the event of a request.
	 * @param status the status of the answer; from 500 it is not known whether the act
	 * was done
	 */
	void answered(int status) {
		with("http.response.status_code", status)
			.write((status < 400) ? "success" : (status < 500) ? "failure" : "unknown");
	}

	/** Writes the event of a request that ended without an answer. */
	void unanswered() {
		write("unknown");
	}

	private AuditEvent with(String field, @Nullable Object value) {
		if (value != null) {
			this.fields.put(field, (value instanceof UUID id) ? id.toString() : value);
		}
		return this;
	}

	private void write(String outcome) {
		with("event.outcome", outcome);
		LoggingEventBuilder line = logger.atInfo();
		this.fields.forEach(line::addKeyValue);
		line.log("{}: {}", this.action, outcome);
	}

}
