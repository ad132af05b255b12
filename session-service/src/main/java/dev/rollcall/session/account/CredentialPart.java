package dev.rollcall.session.account;

import java.nio.ByteBuffer;

import dev.rollcall.event.PasswordCredential;
import dev.rollcall.projection.EventRecord;
import dev.rollcall.projection.InvalidEventException;
import dev.rollcall.projection.ProjectionPart;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The credential of an account: the sealed hash, unchanged. A tombstone changes nothing,
 * because UserDeleted removes all parts.
 */
final class CredentialPart implements ProjectionPart {

	@Override
	public String topic() {
		return Topic.USER_CREDENTIALS.name();
	}

	@Override
	public String name() {
		return AccountDocument.CREDENTIAL;
	}

	@Override
	public long version(EventRecord record) {
		return (record.value() != null) ? credential(record).getCredentialVersion() : Long.MAX_VALUE;
	}

	@Override
	public Fold fold(@Nullable Document part, EventRecord record) {
		if (record.value() == null) {
			return new Fold.Unchanged();
		}
		PasswordCredential credential = credential(record);
		return new Fold.Changed(new Document(AccountDocument.PASSWORD_VERSION, credential.getPasswordVersion())
			.append(AccountDocument.SEALED_HASH, new Binary(bytes(credential.getSealedHash()))));
	}

	private static PasswordCredential credential(EventRecord record) {
		if (record.value() instanceof PasswordCredential credential) {
			return credential;
		}
		throw new InvalidEventException("The value is not a PasswordCredential");
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

}
