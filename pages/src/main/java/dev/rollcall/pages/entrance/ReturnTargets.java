package dev.rollcall.pages.entrance;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.regex.Pattern;

import dev.rollcall.pages.view.ViewProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Where a sign-in may lead: to a page of Rollcall for people who are signed in, or to an
 * address of an application that the operator has listed.
 */
@Component
final class ReturnTargets {

	private static final URI ACCOUNT = URI.create("/account");

	/** No second slash, no backslash and no escape: browsers read them differently. */
	private static final Pattern OWN_PAGE = Pattern.compile("/(account|console)(/[A-Za-z0-9-]+)*");

	private final ViewProperties properties;

	ReturnTargets(ViewProperties properties) {
		this.properties = properties;
	}

	/** Returns the target if it is allowed, else the account page. */
	URI admit(@Nullable String target) {
		if (target == null) {
			return ACCOUNT;
		}
		if (OWN_PAGE.matcher(target).matches()) {
			return URI.create(target);
		}
		try {
			URI address = new URI(target);
			return this.properties.returnTo().stream().anyMatch((allowed) -> isSame(allowed, address)) ? address
					: ACCOUNT;
		}
		catch (URISyntaxException ex) {
			return ACCOUNT;
		}
	}

	private static boolean isSame(URI allowed, URI address) {
		return Objects.equals(allowed.getScheme(), address.getScheme())
				&& Objects.equals(allowed.getRawAuthority(), address.getRawAuthority())
				&& Objects.equals(allowed.getRawPath(), address.getRawPath());
	}

}
