package dev.rollcall.pages.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.rollcall.pages.api.Answer;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;

/**
 * A form: its fields, and why it was refused.
 *
 * @param action path to which it is sent
 * @param label key of the text on its button
 * @param problem key of the text that says why the form as a whole was refused; null if
 * it was not
 * @param hidden what is sent without being shown
 */
public record Form(String action, String label, List<Field> fields, @Nullable String problem, List<Hidden> hidden) {

	/** Returns an empty form. */
	public static Form of(String action, String label, Field... fields) {
		return new Form(action, label, List.of(fields), null, List.of());
	}

	/** Returns the form with one more value that is sent without being shown. */
	public Form with(String name, @Nullable String value) {
		if (value == null || value.isEmpty()) {
			return this;
		}
		List<Hidden> more = new ArrayList<>(this.hidden);
		more.add(new Hidden(name, value));
		return new Form(this.action, this.label, this.fields, this.problem, List.copyOf(more));
	}

	/** Returns the form with the entered values, except passwords. */
	public Form filled(MultiValueMap<String, String> entered) {
		return new Form(this.action, this.label,
				this.fields.stream().map((field) -> field.filled(entered.getFirst(field.name()))).toList(),
				this.problem, this.hidden);
	}

	/** Returns the fields that are not empty, as the REST API takes them. */
	public Map<String, String> values(MultiValueMap<String, String> entered) {
		Map<String, String> values = new LinkedHashMap<>();
		for (Field field : this.fields) {
			String value = entered.getFirst(field.name());
			if (value != null && !value.isEmpty()) {
				values.put(field.name(), value);
			}
		}
		return values;
	}

	/**
	 * Returns all fields, as the REST API takes them; an empty one is null and removes
	 * the value.
	 */
	public Map<String, @Nullable String> allValues(MultiValueMap<String, String> entered) {
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		this.fields.forEach((field) -> {
			String value = entered.getFirst(field.name());
			values.put(field.name(), (value == null || value.isEmpty()) ? null : value);
		});
		return values;
	}

	/** Returns the form with the current value of a field. */
	public Form showing(String name, String value) {
		return new Form(this.action, this.label,
				this.fields.stream().map((field) -> field.name().equals(name) ? field.filled(value) : field).toList(),
				this.problem, this.hidden);
	}

	/** Returns the form with the reasons for which the REST API refused it. */
	Form refused(Answer answer, Texts texts, Locale language) {
		Map<String, String> byField = new LinkedHashMap<>();
		for (Answer.Refusal refusal : answer.refusals()) {
			byField.putIfAbsent(refusal.field(), texts.reason(language, refusal));
		}
		List<Field> shown = this.fields.stream()
			.map((field) -> byField.containsKey(field.name()) ? field.refused(byField.get(field.name())) : field)
			.toList();
		return new Form(this.action, this.label, shown, texts.problem(language, answer), this.hidden);
	}

	/**
	 * A value that is sent without being shown.
	 */
	public record Hidden(String name, String value) {
	}

}
