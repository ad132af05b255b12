package dev.rollcall.web;

import java.net.URI;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Problem details in JSON (RFC 9457).
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemBody(URI type, String title, int status, String detail, @Nullable URI instance,
		String correlationId, List<FieldError> errors) {

	ProblemBody withDetail(String detail) {
		return new ProblemBody(this.type, this.title, this.status, detail, this.instance, this.correlationId,
				this.errors);
	}

	ProblemBody withErrors(List<FieldError> errors) {
		return new ProblemBody(this.type, this.title, this.status, this.detail, this.instance, this.correlationId,
				errors);
	}

}
