//! No import circles in `src`. The graph is read from `use` lines and paths. A re-exported name counts for the file
//! that defines it. Test modules are left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::{Source, sources, words};

type Path = Vec<String>;

#[derive(Default)]
struct Graph {
    /// The file of each module.
    files: BTreeMap<Path, String>,
    /// The paths that each module names, from the root of the crate.
    named: BTreeMap<Path, Vec<Path>>,
    /// Re-exports of each module, by name.
    reexported: BTreeMap<Path, BTreeMap<String, Path>>,
}

impl Graph {
    fn of(sources: &[Source]) -> Self {
        let mut graph = Self::default();
        for source in sources.iter().filter(|source| !source.path.ends_with("tests.rs")) {
            graph.files.insert(module(&source.path), source.path.clone());
        }
        for source in sources.iter().filter(|source| !source.path.ends_with("tests.rs")) {
            graph.read(source);
        }
        graph
    }

    /// Reads what one file names.
    fn read(&mut self, source: &Source) {
        let own = module(&source.path);
        let code = source.code.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let words = words(code);
        let mut named = Vec::new();
        let mut at = 0;
        while at < words.len() {
            // `use` is also a word in sentences, as in `plan use`.
            let end = words[at..].iter().position(|word| *word == ";").filter(|_| words[at] == "use");
            if let Some(end) = end.map(|length| at + length) {
                // `pub use`, `pub(crate) use`
                let is_public = at > 0 && (words[at - 1] == "pub" || words[at - 1] == ")");
                for path in tree(&words[at + 1..end]) {
                    let Some(path) = self.absolute(&own, &path) else { continue };
                    if is_public && let Some(name) = path.last() {
                        self.reexported.entry(own.clone()).or_default().insert(name.clone(), path.clone());
                    }
                    named.push(path);
                }
                at = end;
            } else if words.get(at + 1) == Some(&"::") && (at == 0 || words[at - 1] != "::") {
                let path: Path = words[at..]
                    .iter()
                    .step_by(2)
                    .zip(separators(&words[at..]))
                    .map(|(word, ())| (*word).to_owned())
                    .collect();
                named.extend(self.absolute(&own, &path));
            }
            at += 1;
        }
        self.named.insert(own, named);
    }

    /// Returns the path from the root of the crate; `None` if it leads out of the crate.
    fn absolute(&self, own: &[String], path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let climbs = path.iter().take_while(|word| *word == "super").count();
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([own, rest].concat()),
            "super" => Some([&own[..own.len().checked_sub(climbs)?], &path[climbs..]].concat()),
            child => {
                let child = [own, &[child.to_owned()]].concat();
                self.files.contains_key(&child).then(|| [&child[..], rest].concat())
            }
        }
    }

    /// Returns the module that defines a path.
    fn definer(&self, path: &[String], depth: usize) -> Option<Path> {
        let length = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let (module, rest) = path.split_at(length);
        let reexported = rest.first().and_then(|name| self.reexported.get(module)?.get(name));
        match reexported {
            Some(further) if depth < 10 => self.definer(&[&further[..], &rest[1..]].concat(), depth + 1),
            _ => Some(module.to_vec()),
        }
    }

    fn edges(&self) -> BTreeMap<&Path, BTreeSet<Path>> {
        let of = |own: &Path, named: &Vec<Path>| -> BTreeSet<Path> {
            named.iter().filter_map(|path| self.definer(path, 0)).filter(|other| other != own).collect()
        };
        self.named.iter().map(|(own, named)| (own, of(own, named))).collect()
    }

    /// Returns each file that imports itself through others, with the files on the way.
    fn circles(&self) -> Vec<String> {
        let edges = self.edges();
        let reach = |from: &Path| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(one) = open.pop() {
                for next in edges.get(&one).into_iter().flatten() {
                    if seen.insert(next.clone()) {
                        open.push(next.clone());
                    }
                }
            }
            seen
        };
        let reached: BTreeMap<&Path, BTreeSet<Path>> = edges.keys().map(|own| (*own, reach(own))).collect();
        let in_circle = |own: &Path| reached[own].contains(own);
        let back = |own: &Path, next: &Path| reached.get(next).is_some_and(|reached| reached.contains(own));
        let line = |own: &Path| {
            let ways = edges[own].iter().filter(|next| back(own, next)).map(|next| self.files[next].as_str());
            format!("{} imports {}", self.files[own], ways.collect::<Vec<_>>().join(", "))
        };
        edges.keys().filter(|own| in_circle(own)).map(|own| line(own)).collect()
    }
}

/// The module of a file; `lib.rs` is the root.
fn module(path: &str) -> Path {
    let name = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if name == "lib" { Vec::new() } else { name.split('/').map(str::to_owned).collect() }
}

/// Counts names joined by `::`.
fn separators<'a>(words: &'a [&str]) -> impl Iterator<Item = ()> + 'a {
    let joined = words.iter().skip(1).step_by(2).take_while(|word| **word == "::").count();
    std::iter::repeat_n((), joined + 1)
}

/// The paths of a `use` tree.
fn tree(words: &[&str]) -> Vec<Path> {
    let (mut paths, mut path, mut at) = (Vec::new(), Path::new(), 0);
    while at < words.len() {
        match words[at] {
            "{" => {
                let mut depth = 0;
                let inner = &words[at + 1..];
                let end = inner.iter().position(|word| {
                    depth += i32::from(*word == "{") - i32::from(*word == "}");
                    depth < 0
                });
                let end = end.unwrap_or(inner.len());
                paths.extend(tree(&inner[..end]).into_iter().map(|rest| [&path[..], &rest[..]].concat()));
                path.clear();
                at += end + 1;
            }
            "," => paths.extend(Some(std::mem::take(&mut path)).filter(|path| !path.is_empty())),
            "as" => at += 1,
            "::" => {}
            // `{self, ..}` names the module itself.
            "self" if at > 0 || words.get(at + 1) == Some(&",") => paths.push(path.clone()),
            word => path.push(word.to_owned()),
        }
        at += 1;
    }
    paths.extend(Some(path).filter(|path| !path.is_empty()));
    paths
}

fn source(path: &str, code: &str) -> Source {
    Source { path: path.to_owned(), code: code.to_owned(), lines: 0 }
}

#[test]
fn no_file_imports_in_a_circle() {
    assert_eq!(Graph::of(&sources()).circles(), Vec::<String>::new());
}

#[test]
fn one_wrong_import_is_found() {
    let down = [
        source("lib.rs", "pub mod app; pub mod domain;"),
        source("app/mod.rs", "pub mod state; mod update; pub use state::Model;"),
        source("app/state.rs", "use crate::domain::Plan; pub struct Model;"),
        source("app/update.rs", "use super::{state::Model as State, Model}; fn f() { crate::domain::Plan }"),
        source("domain.rs", "pub struct Plan;\n#[cfg(test)]\nmod tests { use crate::app::Model; }"),
    ];
    assert_eq!(Graph::of(&down).circles(), Vec::<String>::new());
    let mut wrong = down;
    // `app` re-exports the model, so this names app/state.rs.
    wrong[4].code = "use crate::app::Model;".to_owned();
    let circle = ["app/state.rs imports domain.rs", "domain.rs imports app/state.rs"];
    assert_eq!(Graph::of(&wrong).circles(), circle);
}
