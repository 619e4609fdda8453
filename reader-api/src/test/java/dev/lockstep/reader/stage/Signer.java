package dev.lockstep.reader.stage;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;

/** Gives tokens. */
public final class Signer {

    private static final int BITS = 2048;

    private final RSAKey key;

    /** With a key of its own. */
    public Signer(String keyId) throws JOSEException {
        this.key = new RSAKeyGenerator(BITS).keyID(keyId).generate();
    }

    public RSAKey key() {
        return key;
    }

    /** What those who check its tokens need. */
    public String jwks() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    /** A token of Ada's, that is good for an hour, with what is added or changed. */
    public String token(UnaryOperator<JWTClaimsSet.Builder> more) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                more.apply(claims()).build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    public static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("ada")
                .audience("lockstep")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
    }
}
