package dev.berth.platform.database;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The versions of the migration files that the jars on the class path carry.
final class BundledMigrations {
    private static final Pattern FILE = Pattern.compile("V0*(\\d+)__\\w+\\.sql");

    private BundledMigrations() {}

    static SortedSet<Integer> versions(List<String> folders) throws IOException {
        var versions = new TreeSet<Integer>();
        for (var folder : folders) {
            var places = BundledMigrations.class.getClassLoader().getResources(folder);
            while (places.hasMoreElements()) {
                for (var name : names(places.nextElement(), folder)) {
                    var file = FILE.matcher(name);
                    if (file.matches()) {
                        versions.add(Integer.parseInt(file.group(1)));
                    }
                }
            }
        }
        return versions;
    }

    private static List<String> names(URL place, String folder) throws IOException {
        if (place.openConnection() instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            try (var file = jar.getJarFile()) {
                return file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(folder + "/"))
                        .map(name -> name.substring(folder.length() + 1))
                        .toList();
            }
        }
        var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(Path.of(URI.create(place.toString())))) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        return names;
    }
}
