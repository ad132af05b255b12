package dev.rollcall.notification.template;

/**
 * A kind of message.
 */
public enum Template {

	/** To a new user. */
	WELCOME("welcome");

	private final String id;

	Template(String id) {
		this.id = id;
	}

	/**
	 * Returns the stable name, which is stored and shown as the notification's kind.
	 * @return the name, such as {@code welcome}
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Finds a template by its stable name.
	 * @param id the name
	 * @return the template
	 * @throws IllegalArgumentException if there is none
	 */
	public static Template of(String id) {
		for (Template template : values()) {
			if (template.id.equals(id)) {
				return template;
			}
		}
		throw new IllegalArgumentException("No template is called '" + id + "'");
	}

}
