package dev.rollcall.schemas;

import java.util.List;

import dev.rollcall.event.AllSessionsEnded;
import dev.rollcall.event.CredentialUpgraded;
import dev.rollcall.event.DeletionNoticeRequested;
import dev.rollcall.event.EmailChangeRequested;
import dev.rollcall.event.EmailChangeUndoOffered;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.event.PasswordResetRequested;
import dev.rollcall.event.RefreshTokenReused;
import dev.rollcall.event.SessionEnded;
import dev.rollcall.event.SessionStarted;
import dev.rollcall.event.SignInRefused;
import dev.rollcall.event.UserDeleted;
import dev.rollcall.event.UserEmailChanged;
import dev.rollcall.event.UserEmailVerified;
import dev.rollcall.event.UserLocked;
import dev.rollcall.event.UserPasswordChanged;
import dev.rollcall.event.UserProfileChanged;
import dev.rollcall.event.UserRegistered;
import dev.rollcall.event.UserRolesChanged;
import dev.rollcall.event.UserState;
import dev.rollcall.event.UserUnlocked;
import dev.rollcall.event.VerificationRequested;
import org.apache.avro.Schema;

/**
 * The schemas of all records that are published.
 */
public final class Schemas {

	/** One schema for each subject; the subject is the schema's full name. */
	public static final List<Schema> ALL = List.of(UserRegistered.SCHEMA$, UserEmailVerified.SCHEMA$,
			UserProfileChanged.SCHEMA$, UserEmailChanged.SCHEMA$, UserPasswordChanged.SCHEMA$, UserLocked.SCHEMA$,
			UserUnlocked.SCHEMA$, UserRolesChanged.SCHEMA$, UserDeleted.SCHEMA$, UserState.SCHEMA$,
			PasswordCredential.SCHEMA$, CredentialUpgraded.SCHEMA$, VerificationRequested.SCHEMA$,
			PasswordResetRequested.SCHEMA$, EmailChangeRequested.SCHEMA$, EmailChangeUndoOffered.SCHEMA$,
			DeletionNoticeRequested.SCHEMA$, SessionStarted.SCHEMA$, SessionEnded.SCHEMA$, AllSessionsEnded.SCHEMA$,
			RefreshTokenReused.SCHEMA$, SignInRefused.SCHEMA$);

	private Schemas() {
	}

}
