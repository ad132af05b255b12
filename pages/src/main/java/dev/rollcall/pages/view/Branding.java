package dev.rollcall.pages.view;

import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.stereotype.Component;

/**
 * An operator's stylesheet and logo. Which of them exist is checked once, at the start.
 */
@Component
final class Branding {

	static final String STYLE = "brand.css";

	static final String LOGO = "logo.svg";

	private final Path folder;

	private final boolean style;

	private final boolean logo;

	Branding(ViewProperties properties) {
		this.folder = Path.of(properties.branding());
		boolean given = !properties.branding().isEmpty();
		this.style = given && Files.isRegularFile(this.folder.resolve(STYLE));
		this.logo = given && Files.isRegularFile(this.folder.resolve(LOGO));
	}

	boolean style() {
		return this.style;
	}

	boolean logo() {
		return this.logo;
	}

	Path file(String name) {
		return this.folder.resolve(name);
	}

}
