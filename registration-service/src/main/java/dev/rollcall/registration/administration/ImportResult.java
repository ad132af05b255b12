package dev.rollcall.registration.administration;

import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rollcall.web.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * The result of one line of an import.
 *
 * @param status {@code created}; {@code exists} if the address is taken; {@code refused}
 * if the line is wrong; {@code failed} if the account could not be stored and the line
 * may be sent again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportResult(long line, String status, @Nullable UUID userId, @Nullable List<FieldError> errors) {

	static ImportResult created(long line, UUID userId) {
		return new ImportResult(line, "created", userId, null);
	}

	static ImportResult exists(long line) {
		return new ImportResult(line, "exists", null, null);
	}

	static ImportResult refused(long line, List<FieldError> errors) {
		return new ImportResult(line, "refused", null, errors);
	}

	static ImportResult failed(long line) {
		return new ImportResult(line, "failed", null, null);
	}

}
