package dev.rollcall.pages.view;

import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.stereotype.Component;

/**
 * An operator's stylesheet of variables and logo.
 */
@Component
final class Branding {

	static final String STYLE = "brand.css";

	static final String LOGO = "logo.svg";

	private final ViewProperties properties;

	Branding(ViewProperties properties) {
		this.properties = properties;
	}

	boolean style() {
		return exists(STYLE);
	}

	boolean logo() {
		return exists(LOGO);
	}

	Path folder() {
		return Path.of(this.properties.branding());
	}

	private boolean exists(String name) {
		return !this.properties.branding().isEmpty() && Files.isRegularFile(folder().resolve(name));
	}

}
