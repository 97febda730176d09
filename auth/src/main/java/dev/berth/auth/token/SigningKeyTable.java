package dev.berth.auth.token;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.berth.platform.database.Transaction;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Rows of signing keys: PKCS #8 and X.509 encodings.
final class SigningKeyTable {
    static final String TOPIC = "signing-key";

    private static final Table<Record> KEY = table(name("signing_key"));
    private static final Field<String> ID = field(name("id"), String.class);
    private static final Field<byte[]> PRIVATE_KEY = field(name("private_key"), byte[].class);
    private static final Field<byte[]> PUBLIC_KEY = field(name("public_key"), byte[].class);
    private static final Field<Long> SIGNS_FROM = field(name("signs_from"), Long.class);

    /// All keys, in the order in which they sign.
    List<SigningKey> all(Transaction transaction) {
        return transaction
                .sql()
                .select(ID, PRIVATE_KEY, PUBLIC_KEY, SIGNS_FROM)
                .from(KEY)
                .orderBy(SIGNS_FROM, ID)
                .fetch(SigningKeyTable::read);
    }

    void insert(Transaction transaction, SigningKey key) {
        transaction
                .sql()
                .insertInto(KEY)
                .set(ID, key.id())
                .set(PRIVATE_KEY, key.privateKey().getEncoded())
                .set(PUBLIC_KEY, key.publicKey().getEncoded())
                .set(SIGNS_FROM, ChronoUnit.MICROS.between(Instant.EPOCH, key.signsFrom()))
                .execute();
        transaction.changed(TOPIC, key.id());
    }

    void delete(Transaction transaction, SigningKey key) {
        transaction.sql().deleteFrom(KEY).where(ID.eq(key.id())).execute();
        transaction.changed(TOPIC, key.id());
    }

    private static SigningKey read(Record row) {
        try {
            var rsa = KeyFactory.getInstance("RSA");
            return new SigningKey(
                    row.get(ID),
                    (RSAPrivateKey)
                            rsa.generatePrivate(new PKCS8EncodedKeySpec(row.get(PRIVATE_KEY))),
                    (RSAPublicKey) rsa.generatePublic(new X509EncodedKeySpec(row.get(PUBLIC_KEY))),
                    Instant.EPOCH.plus(row.get(SIGNS_FROM), ChronoUnit.MICROS));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing key " + row.get(ID) + " cannot be read", e);
        }
    }
}
