package org.jbgp.daemon.lab;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Debian's FORT, a validator and cache of RPKI to Router. It has a repository of one certificate authority that says
 * nothing, made here with openssl, and what it is to say comes from its configuration: local assertions (RFC 8416).
 */
public final class Fort extends Peer {
    /** Where it listens for TCP. */
    public static final int PORT = 8323;

    /** RFC 6487, 6486 and 8630: certificate, revocation list, manifest and trust anchor locator. */
    private static final String REPOSITORY = """
            set -eu
            at=rsync://rpki.example/repo
            cat >options <<END
            [req]
            distinguished_name = name
            prompt = no
            [name]
            CN = ta
            [ta]
            basicConstraints = critical, CA:true
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash
            subjectInfoAccess = caRepository;URI:$at/, 1.3.6.1.5.5.7.48.10;URI:$at/ta.mft
            certificatePolicies = critical, 1.3.6.1.5.5.7.14.2
            sbgp-ipAddrBlock = critical, IPv4:0.0.0.0/0, IPv6:::/0
            sbgp-autonomousSysNum = critical, AS:0-4294967295
            [ee]
            keyUsage = critical, digitalSignature
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            subjectInfoAccess = 1.3.6.1.5.5.7.48.11;URI:$at/ta.mft
            authorityInfoAccess = caIssuers;URI:$at/ta.cer
            crlDistributionPoints = URI:$at/ta.crl
            certificatePolicies = critical, 1.3.6.1.5.5.7.14.2
            sbgp-ipAddrBlock = critical, IPv4:inherit, IPv6:inherit
            sbgp-autonomousSysNum = critical, AS:inherit
            [ca]
            default_ca = lists
            [lists]
            database = issued
            crlnumber = number
            default_md = sha256
            default_crl_days = 3650
            [crl]
            authorityKeyIdentifier = keyid
            END
            sed 's/CN = ta/CN = ee/' options >ee.options
            : >issued
            echo 01 >number
            openssl genrsa -out ta.key 2048
            openssl genrsa -out ee.key 2048
            openssl req -new -x509 -sha256 -key ta.key -days 3650 -set_serial 1 -config options -extensions ta -out ta.pem
            openssl x509 -in ta.pem -outform DER -out ta.cer
            openssl ca -gencrl -config options -crlexts crl -keyfile ta.key -cert ta.pem -out crl.pem
            openssl crl -in crl.pem -outform DER -out ta.crl
            openssl req -new -key ee.key -config ee.options -out ee.csr
            openssl x509 -req -sha256 -in ee.csr -CA ta.pem -CAkey ta.key -set_serial 2 -days 3650 -extfile options \\
                -extensions ee -out ee.pem
            cat >manifest <<END
            asn1 = SEQUENCE:manifest
            [manifest]
            number = INTEGER:1
            this = GENTIME:$(date -u -d '1 hour ago' +%Y%m%d%H%M%SZ)
            next = GENTIME:$(date -u -d '3000 days' +%Y%m%d%H%M%SZ)
            algorithm = OID:2.16.840.1.101.3.4.2.1
            files = SEQUENCE:files
            [files]
            first = SEQUENCE:list
            [list]
            name = IA5STRING:ta.crl
            hash = FORMAT:HEX,BITSTRING:$(openssl dgst -sha256 -r ta.crl | cut -d' ' -f1)
            END
            openssl asn1parse -genconf manifest -noout -out manifest.der
            openssl cms -sign -binary -nodetach -nosmimecap -in manifest.der -signer ee.pem -inkey ee.key -keyid -md sha256 \\
                -econtent_type 1.2.840.113549.1.9.16.1.26 -outform DER -out ta.mft
            mkdir -p cache/rpki.example/repo tals
            cp ta.cer ta.crl ta.mft cache/rpki.example/repo/
            { echo $at/ta.cer; echo; openssl x509 -in ta.pem -pubkey -noout | sed /-----/d; } >tals/ta.tal
            """;

    /** A cache that is not started yet. */
    public Fort(Node node, String name) {
        super(node, name);
    }

    /** The assertions of these ROAs, each {@code prefix max asn}. */
    public static String assertions(String... roas) {
        List<String> all = new ArrayList<>();
        for (String roa : roas) {
            String[] parts = roa.split(" ", -1);
            all.add("{\"prefix\":\"%s\",\"maxPrefixLength\":%s,\"asn\":%s}".formatted(parts[0], parts[1], parts[2]));
        }
        return "{\"slurmVersion\":1,\"validationOutputFilters\":{\"prefixFilters\":[],\"bgpsecFilters\":[]},"
                + "\"locallyAddedAssertions\":{\"prefixAssertions\":[" + String.join(",", all)
                + "],\"bgpsecAssertions\":[]}}";
    }

    @Override
    protected void launch() {
        Shell.must(List.of("sh", "-c", "cd " + file("conf").getParent() + " && { " + REPOSITORY + "} 2>openssl.log"));
        process(
                Map.of(),
                List.of(
                        Software.FORT.program(),
                        "--mode=server",
                        "--work-offline",
                        "--tal=" + file("tals"),
                        "--local-repository=" + file("cache"),
                        "--slurm=" + file("conf"),
                        "--server.address=0.0.0.0",
                        "--server.port=" + PORT,
                        "--log.output=console"));
    }

    @Override
    protected boolean ready() {
        return log().contains("now you can connect your router");
    }

    @Override
    public String session(String neighbor) {
        return "";
    }

    @Override
    public SortedSet<PeerRoute> routes() {
        return new TreeSet<>();
    }

    @Override
    public void announce(Collection<String> prefixes) {
        throw new UnsupportedOperationException("a cache announces no prefixes");
    }

    @Override
    public void withdraw(Collection<String> prefixes) {
        throw new UnsupportedOperationException("a cache announces no prefixes");
    }

    @Override
    public String configuration(Speaker as) {
        throw new UnsupportedOperationException("a cache is no speaker");
    }
}
