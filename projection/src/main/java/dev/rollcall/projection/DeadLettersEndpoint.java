package dev.rollcall.projection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.rollcall.verification.RootCause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Dead letters for operators. It blocks, on the threads that Boot keeps for blocking
 * operations. 404: no such dead letter; 503: broker, registry or store do not answer.
 */
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(DeadLettersEndpoint.class);

	private static final int DEFAULT_LIMIT = 50;

	private static final int MAX_LIMIT = 500;

	private final DeadLetterDesk desk;

	private final DeadLetterView view;

	DeadLettersEndpoint(DeadLetterDesk desk, DeadLetterView view) {
		this.desk = desk;
		this.view = view;
	}

	/**
	 * {@code GET}: a page of dead letters, newest first; {@code next} is the
	 * {@code after} of the next page, if there may be one.
	 * @param limit 1 to 500; 50 by default
	 * @param state {@code open}, {@code redriven} or {@code discarded}: filters the page
	 */
	@ReadOperation
	WebEndpointResponse<Map<String, Object>> list(@Nullable Integer limit, @Nullable String after,
			@Nullable String state) {
		int size = (limit != null) ? limit : DEFAULT_LIMIT;
		DeadLetterId last = (after != null) ? DeadLetterId.parse(after).orElse(null) : null;
		if (size < 1 || size > MAX_LIMIT || after != null && last == null) {
			return answer(WebEndpointResponse.STATUS_BAD_REQUEST,
					"limit must be 1 to 500, and after the id of a dead letter");
		}
		return answering(() -> page(this.desk.list(size, last), size, state));
	}

	private static WebEndpointResponse<Map<String, Object>> page(List<DeadLetterDesk.Listed> deadLetters, int size,
			@Nullable String state) {
		Map<String, Object> page = new LinkedHashMap<>();
		page.put("letters",
				deadLetters.stream()
					.filter((listed) -> state == null || state.equals(listed.noted().state().text()))
					.map(DeadLetterDesk.Listed::summary)
					.toList());
		if (deadLetters.size() == size) {
			page.put("next", deadLetters.get(size - 1).deadLetter().id().toString());
		}
		return new WebEndpointResponse<>(page);
	}

	/** {@code GET /{id}}: one dead letter, including personal data. */
	@ReadOperation
	WebEndpointResponse<Map<String, Object>> show(@Selector String id) {
		return answering(() -> DeadLetterId.parse(id)
			.flatMap(this.desk::find)
			.map((listed) -> new WebEndpointResponse<>(this.view.of(listed)))
			.orElseGet(() -> unknown(id)));
	}

	/** {@code POST /redrive}: all open dead letters. */
	@WriteOperation
	WebEndpointResponse<Map<String, Object>> redriveAll(@Selector String action) {
		if (!"redrive".equals(action)) {
			return unknown(action);
		}
		return answering(() -> new WebEndpointResponse<>(
				Map.of("outcomes", this.desk.redriveAll().stream().map(DeadLettersEndpoint::outcome).toList())));
	}

	/** {@code POST /{id}/redrive}: one dead letter. */
	@WriteOperation
	WebEndpointResponse<Map<String, Object>> redrive(@Selector String id, @Selector String action) {
		return "redrive".equals(action) ? one(id, () -> DeadLetterId.parse(id).flatMap(this.desk::redrive))
				: unknown(id);
	}

	/** {@code DELETE /{id}}: discards one dead letter. */
	@DeleteOperation
	WebEndpointResponse<Map<String, Object>> discard(@Selector String id) {
		return one(id, () -> DeadLetterId.parse(id).flatMap(this.desk::discard));
	}

	private static WebEndpointResponse<Map<String, Object>> one(String id,
			Supplier<Optional<DeadLetterDesk.Outcome>> act) {
		return answering(() -> act.get()
			.map((outcome) -> new WebEndpointResponse<>(outcome(outcome)))
			.orElseGet(() -> unknown(id)));
	}

	private static Map<String, Object> outcome(DeadLetterDesk.Outcome outcome) {
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("id", outcome.id());
		answer.put("outcome", outcome.outcome());
		if (outcome.causeType() != null && outcome.causeMessage() != null) {
			answer.put("causeType", outcome.causeType());
			answer.put("causeMessage", outcome.causeMessage());
		}
		return answer;
	}

	/** Reports only the exception's class: its message may quote a document. */
	private static WebEndpointResponse<Map<String, Object>> answering(
			Supplier<WebEndpointResponse<Map<String, Object>>> act) {
		try {
			return act.get();
		}
		catch (RuntimeException ex) {
			String type = RootCause.of(ex).getClass().getName();
			logger.warn("The request about dead letters failed: {}", type);
			return answer(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "not available now: " + type);
		}
	}

	private static WebEndpointResponse<Map<String, Object>> unknown(String id) {
		return answer(WebEndpointResponse.STATUS_NOT_FOUND, "there is no dead letter " + id);
	}

	private static WebEndpointResponse<Map<String, Object>> answer(int status, String error) {
		return new WebEndpointResponse<>(Map.of("error", error), status);
	}

}
