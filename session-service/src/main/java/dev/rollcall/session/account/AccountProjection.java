package dev.rollcall.session.account;

import java.util.List;

import dev.rollcall.projection.Projection;
import dev.rollcall.projection.ProjectionPart;

import org.springframework.stereotype.Component;

/**
 * The accounts for sign-in: profiles from rollcall-user-events, credentials from
 * rollcall-user-credentials.
 */
@Component
final class AccountProjection implements Projection {

	static final String NAME = "accounts";

	private final List<ProjectionPart> parts = List.of(new ProfilePart(), new CredentialPart());

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public int version() {
		return 1;
	}

	@Override
	public List<ProjectionPart> parts() {
		return this.parts;
	}

}
