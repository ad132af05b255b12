package dev.rollcall.projection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.rollcall.verification.RootCause;
import org.apache.kafka.common.KafkaException;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Projections and their rebuilds for operators. It blocks, on the threads that Boot keeps
 * for blocking operations. 404: no such projection; 409: not possible in the current
 * state; 503: broker or store do not answer.
 */
@Endpoint(id = "projections")
final class ProjectionsEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(ProjectionsEndpoint.class);

	private static final int ACCEPTED = 202;

	private static final int CONFLICT = 409;

	private final List<Projection> projections;

	private final Generations generations;

	private final RebuildProgress progress;

	ProjectionsEndpoint(List<Projection> projections, Generations generations, RebuildProgress progress) {
		this.projections = projections;
		this.generations = generations;
		this.progress = progress;
	}

	/** {@code GET}: all projections with their generations. */
	@ReadOperation
	WebEndpointResponse<Map<String, Object>> list() {
		return answering(() -> new WebEndpointResponse<>(
				Map.of("projections", this.projections.stream().map(this::describe).toList())));
	}

	/** {@code GET /{name}}: one projection. */
	@ReadOperation
	WebEndpointResponse<Map<String, Object>> show(@Selector String name) {
		return of(name, (projection) -> WebEndpointResponse.STATUS_OK);
	}

	/**
	 * {@code POST /{name}/rebuilds} starts a rebuild, {@code POST /{name}/rollback} makes
	 * the former generation active again.
	 */
	@WriteOperation
	WebEndpointResponse<Map<String, Object>> act(@Selector String name, @Selector String action) {
		return switch (action) {
			case "rebuilds" -> of(name, (projection) -> {
				this.generations.start(projection);
				return ACCEPTED;
			});
			case "rollback" -> of(name, (projection) -> {
				this.generations.rollback(projection);
				return WebEndpointResponse.STATUS_OK;
			});
			default -> answer(WebEndpointResponse.STATUS_NOT_FOUND, "unknown action: use rebuilds or rollback");
		};
	}

	/**
	 * {@code DELETE /{name}/rebuilds} cancels a rebuild, {@code DELETE /{name}/former}
	 * deletes the former generation; rollback is then impossible.
	 */
	@DeleteOperation
	WebEndpointResponse<Map<String, Object>> end(@Selector String name, @Selector String what) {
		return switch (what) {
			case "rebuilds" -> of(name, (projection) -> {
				this.generations.cancel(projection);
				return WebEndpointResponse.STATUS_OK;
			});
			case "former" -> of(name, (projection) -> {
				if (!this.generations.drop(projection, (generation) -> generation.version() == projection.version())) {
					throw new RebuildRefused("No former generation is kept");
				}
				return WebEndpointResponse.STATUS_OK;
			});
			default -> answer(WebEndpointResponse.STATUS_NOT_FOUND, "unknown action: use rebuilds or former");
		};
	}

	private WebEndpointResponse<Map<String, Object>> of(String name, Act act) {
		return answering(() -> {
			for (Projection projection : this.projections) {
				if (projection.name().equals(name)) {
					int status = act.on(projection);
					return new WebEndpointResponse<>(describe(projection), status);
				}
			}
			return answer(WebEndpointResponse.STATUS_NOT_FOUND, "there is no projection " + name);
		});
	}

	private Map<String, Object> describe(Projection projection) {
		ProjectionState state = this.generations.state(projection).block();
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("name", projection.name());
		description.put("version", projection.version());
		if (state != null && state.activeNumber() != null) {
			description.put("active", state.activeNumber());
			List<Map<String, Object>> all = new ArrayList<>();
			state.all()
				.stream()
				.sorted(Comparator.comparingInt(Generation::number))
				.forEach((generation) -> all.add(describe(projection, state, generation)));
			description.put("generations", all);
		}
		return description;
	}

	private Map<String, Object> describe(Projection projection, ProjectionState state, Generation generation) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("number", generation.number());
		description.put("version", generation.version());
		description.put("state", state.describe(generation));
		description.put("group", generation.group());
		for (String time : List.of(Generation.STARTED_AT, Generation.CAUGHT_UP_AT, Generation.STOPPED_AT,
				Generation.FORMER_SINCE)) {
			Date at = generation.state().getDate(time);
			if (at != null) {
				description.put(time, at.toInstant().toString());
			}
		}
		Document findings = generation.state().get(Generation.FINDINGS, Document.class);
		if (findings != null) {
			description.put(Generation.FINDINGS, findings);
		}
		if (generation.version() == projection.version()) {
			try {
				description.putAll(this.progress.of(projection, generation));
			}
			catch (KafkaException ex) {
				description.put("progress", "unknown: the broker does not respond");
			}
		}
		return description;
	}

	/** Reports only the exception's class: its message may quote a document. */
	private static WebEndpointResponse<Map<String, Object>> answering(
			Supplier<WebEndpointResponse<Map<String, Object>>> act) {
		try {
			return act.get();
		}
		catch (RebuildRefused ex) {
			return answer(CONFLICT, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			String type = RootCause.of(ex).getClass().getName();
			logger.warn("The request about projections failed: {}", type);
			return answer(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "not available now: " + type);
		}
	}

	private static WebEndpointResponse<Map<String, Object>> answer(int status, String error) {
		return new WebEndpointResponse<>(Map.of("error", error), status);
	}

	/** An operation on a projection; returns the HTTP status. */
	@FunctionalInterface
	private interface Act {

		int on(Projection projection);

	}

}
