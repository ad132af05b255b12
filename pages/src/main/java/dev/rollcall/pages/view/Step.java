package dev.rollcall.pages.view;

import dev.rollcall.pages.api.Answer;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.result.view.Rendering;

/**
 * What the step before a page has done, or why it was refused, as the query of the page
 * says. No link can show any other text than those of these pages.
 *
 * @param done the name of a text {@code done.<name>}
 * @param refused the name of a problem of the REST API
 */
public record Step(@Nullable String done, @Nullable String refused) {

	/** Returns why a page cannot be shown, if it cannot. */
	public Step or(Answer answer) {
		return answer.isSuccess() ? this : new Step(null, answer.problem());
	}

	/** Shows a page after a command, which has done this or was refused. */
	public static Rendering to(String page, Answer answer, String done) {
		return PageViews.goTo(page + (answer.isSuccess() ? "?done=" + done : "?refused=" + answer.problem()));
	}

}
