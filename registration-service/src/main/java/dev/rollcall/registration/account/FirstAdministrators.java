package dev.rollcall.registration.account;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.rollcall.schemas.EmailAddress;

import org.springframework.stereotype.Component;

/**
 * The administrators that the settings name by their addresses: somebody has to be the
 * first. Who shows that mail to such an address arrives gets the role; taking an address
 * out of the settings takes the role from nobody.
 */
@Component
public final class FirstAdministrators {

	/** The role. */
	public static final String ROLE = "admin";

	private final Set<String> canonical;

	FirstAdministrators(AccountProperties properties) {
		this.canonical = properties.administrators()
			.stream()
			.map((address) -> EmailAddress.of(address).canonical())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Gives an account the role if it is due.
	 * @param account the account
	 * @return the change; none if it is not due, or given
	 */
	public Change promote(Account account) {
		if (!account.email().verified() || !this.canonical.contains(account.email().value().canonical())) {
			return Change.none(account);
		}
		Set<String> roles = new TreeSet<>(account.roles());
		roles.add(ROLE);
		return account.changeRoles(roles);
	}

}
