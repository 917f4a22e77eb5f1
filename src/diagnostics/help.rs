//! The way out of each problem, in the words that the user reads.

use super::problem::{Likeness, Problem};

impl Problem {
    /// The way out, where there is one to name.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        use Problem::*;
        let help = match self {
            Publish(refusal) => return refusal.help(),
            UrlMoved { url, has_list: false, .. } => format!("add to its front matter: redirect_from: {url}"),
            UrlMoved { url, .. } => format!("add {url} to its redirect_from"),
            UrlDraft { url } => format!("publish it, or let the address go in urls.lock: gone {url}"),
            UrlGone { url, now: Some(now), .. } => {
                format!("if {now} is the same story, add to it: redirect_from: {url}; else write here: gone {url}")
            }
            UrlGone { url, .. } => format!("add to what takes its place: redirect_from: {url}; or write here: gone {url}"),
            Unreadable { .. } => "check its permissions, or move it out of the content folders".into(),
            NotUtf8 { .. } | NotUtf8LeftOut { .. } => "save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md".into(),
            UnclosedFrontMatter => "put a line `---` after the last key".into(),
            InvalidYaml { reason } if reason.contains("mapping values") => {
                "a value that holds `: ` needs quotes, as in title: \"Harbour: the vote\"".into()
            }
            InvalidYaml { reason } if reason.contains("tab") || reason.contains("cannot start any token") => {
                "indent with spaces, not tabs, and quote a value that begins with @, `, % or a tab".into()
            }
            InvalidYaml { .. } => "quote values that hold colons, brackets or quotes".into(),
            FrontMatterNotAMap { .. } => "write each key on a line of its own, as in title: Harbour plan".into(),
            DuplicateKey { key } => format!("remove the `{key}` that is not meant"),
            PublishedAsText { .. } => "to hide it, write published: false, without quotes; else remove the line".into(),
            DraftByKey => "to publish it, remove the line; to have it hidden by Jekyll too, write published: false".into(),
            NestedCategories { .. } => "write one list of names, and the address of now as permalink or in redirect_from".into(),
            WrongType { key, expected, .. } => format!("write {key} as {expected}"),
            DateNotADay { .. } | DateNotADate { .. } => "write it as 2025-11-27, or 2025-11-27 22:18, or with a zone: 2025-11-27 22:18 +0600".into(),
            DateNotATime { .. } => "write the time as 22:18 or 22:18:56, and the zone as +06:00, +0600 or Z".into(),
            PartMissing { key, part } => format!("give each entry of {key} its {part}"),
            NoDate => "add a line `date: 2025-11-27`, or name the file 2025-11-27-its-slug.md".into(),
            NoBaseUrl => "set base_url = \"https://…\" in site.toml (url: in _config.yml), or pass --base-url".into(),
            Outside { .. } => return None,
            NoSite { .. } => "make one with `dateline init my-paper`, or name its folder with --root".into(),
            InvalidToml { .. } => "strings need quotes, and each setting its own line: title = \"My Paper\"".into(),
            UnknownKey { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            UnknownKey { known, .. } => format!("known here: {known}"),
            WrongSetting { expected, .. } => format!("give it as {expected}"),
            MissingSetting { key, expected, .. } => format!("add {key}: {expected}"),
            DangerousLink { .. } => "link to a page: https://…, /a/page/ or mailto:…; as it is, it is left out".into(),
            SecurityExpired { .. } => "see that [security] still holds, and set `expires` anew, a year ahead at most".into(),
            UnknownShare { nearest: Some(nearest), .. } | UnknownSection { nearest: Some(nearest), .. } => {
                format!("did you mean \"{nearest}\"?")
            }
            UnknownShare { known, .. } => format!("known here: {known}"),
            UnknownSection { .. } => "name categories in theme.sections as posts spell them".into(),
            UnknownTimezone { .. } => "use a name of the IANA time zone list, such as \"Europe/Dublin\" or \"UTC\"".into(),
            InvalidBaseUrl { .. } => "write it whole, as in \"https://paper.example\" or \"https://paper.example/news\"".into(),
            InvalidGlob { .. } => "write it as in \"content/posts/opinion/**\"".into(),
            NotUsed { .. } => "nothing to do if you can do without; a site.toml beside it takes over all settings".into(),
            NotUsedFiles { .. } => "Dateline's own theme and index pages stand in for them".into(),
            Damaged { .. } => "dateline doctor --fix repairs it".into(),
            Import(doubt) => return doubt.help(),
            InvalidData { .. } => "correct it there, or move the file out of _data".into(),
            LiquidTag { nearest: Some(nearest), .. } | LiquidFilter { nearest: Some(nearest), .. } => {
                format!("did you mean `{nearest}`?")
            }
            LiquidInclude { nearest: Some(nearest), .. } => format!("did you mean {nearest}?"),
            LiquidInclude { name, .. } => format!("add _includes/{name}, or remove the tag; includes of a gem's theme are not there"),
            LiquidTag { .. } | LiquidFilter { .. } => "a tag of a plugin has to be replaced; text that only looks like Liquid goes between {% raw %} and {% endraw %}".into(),
            LiquidSyntax | LiquidUnclosed { .. } | LiquidStray { .. } => "correct it, or put text that only looks like Liquid between {% raw %} and {% endraw %}".into(),
            LiquidTooDeep => "an include that includes itself needs an end".into(),
            LiquidTooMuch => "make the loop shorter".into(),
            BrokenPostUrl { nearest: Some(nearest), .. } | BrokenLinkTag { nearest: Some(nearest), .. } => format!("did you mean {nearest}?"),
            BrokenPostUrl { .. } => "name it as its file is named, without extension: {% post_url 2025-11-27-its-slug %}".into(),
            BrokenLinkTag { .. } => "name the source file from the site's root: {% link _posts/2025-11-27-its-slug.md %}".into(),
            UnknownPlaceholder { nearest: Some(nearest), .. } => format!("did you mean `:{nearest}`?"),
            UnknownPlaceholder { .. } => "use :year, :month, :day, :title, :slug, :categories and the others of docs/permalinks.md".into(),
            PermalinkClimbs { .. } => "leave out the `..`: a permalink starts at the site's root".into(),
            PermalinkWhole { .. } => "begin it with a slash, as in /2025/talks/: the host is base_url's".into(),
            PermalinkCharacters { .. } => "leave out `?`, `#`, `\\` and control characters".into(),
            PermalinkNeedsDate { .. } => "give the page a date, or a permalink without one".into(),
            UnknownTranslation { nearest: Some(nearest), .. } => format!("did you mean \"{nearest}\"?"),
            UnknownTranslation { .. } => "name the original's file, as in posts/2025-11-27-talks.md".into(),
            EmptySlug { taxonomy, .. } => format!("spell the {taxonomy} with a letter or a digit"),
            PictureMissing { nearest: Some(nearest), .. } => format!("did you mean \"{nearest}\"?"),
            PictureMissing { .. } => "put it into assets/ or beside the post; pictures that the host has from elsewhere go into images.elsewhere".into(),
            MorePicturesMissing { .. } => "folders that the host has from elsewhere go into images.elsewhere of site.toml".into(),
            PictureWithoutAlt { .. } => "say what it shows to who cannot see it: ![Boats at dawn](boats.jpg), or `alt:` under `image:`; alt=\"\" says that it only adorns".into(),
            MorePicturesWithoutAlt { .. } => "the first ones are shown above or below; each reads the same".into(),
            PictureTooLarge { .. } => "export it smaller: no screen shows so many".into(),
            IconBroken { .. } => "theme.icon names an SVG, PNG, JPEG or WebP; export it again as one of these".into(),
            PictureBroken { .. } => "export it again, or fetch the original".into(),
            CacheNotWritten { .. } => "set the permissions of the site's folder".into(),
            Collision { likeness: Likeness::Case | Likeness::Composition, .. } => "many disks and hosts cannot hold both: change one permalink".into(),
            Collision { .. } | FolderAndFile { .. } => "change the permalink, slug or file name of one of them".into(),
            PathTooLong { .. } => "give it a shorter permalink, slug or name".into(),
            NotOnWindows { .. } => "choose another permalink, slug or name if the site may be unpacked or checked out there".into(),
            StandsIn { .. } => "nothing to do, if that shows what it would; else give it a permalink of its own".into(),
            NewestWins { .. } => "give one of them a permalink of its own".into(),
            UnknownLayout { nearest: Some(nearest), .. } => format!("did you mean \"{nearest}\"?"),
            UnknownLayout { name, .. } => format!("add templates/{name}.html, or use layout: post"),
            LayoutFallsBack { .. } => "a template of that name in templates/ takes over".into(),
            TemplateSyntax { .. } => "templates are Tera's: docs/templates.md shows what they can do".into(),
            TemplateRender { .. } => "a field that may be absent needs a test first: {% if page.image %}…{% endif %}; docs/templates.md lists them".into(),
            TemplateChain { .. } => "put some of them into one".into(),
            TemplateCycle { .. } => "let one of them stand alone".into(),
            TemplateMissing { name, .. } => format!("add templates/{name}, or correct the name"),
            OutputForeign { .. } => "name another folder with --out, or move those files away yourself".into(),
            OutputInTheWay { .. } => "move it away, or build into another folder with --out".into(),
            OutputNotAFolder { .. } | OutputIsSource { .. } => "name another folder with --out".into(),
            OutputIo { .. } => "the last good site is untouched; make room or set the permissions, and build again".into(),
            Found(found) => return found.help(),
            Exists { .. } => "choose another name, or edit the one that is there".into(),
            NotEmpty { .. } => "choose a new folder; nothing was written".into(),
            NoPlaceForKey { key } => format!("write `{key}: …` into it by hand"),
            BadTime { .. } => "write it as 2025-11-27, 2025-11-27T22:18:56 or with a zone".into(),
            PortTaken { free: Some(free), .. } => format!("use --port {free}, which is free, or leave --port out"),
            PortTaken { .. } => "name another with --port, or leave it out".into(),
            CannotListen { .. } => "name an address of this machine with --host, and a port above 1023 with --port".into(),
            CannotServe { .. } => "end some programs and try again".into(),
            WatchLimit => "raise it: sysctl fs.inotify.max_user_watches=524288".into(),
            CannotWatch { .. } => "--poll 1000 does the same without this warning".into(),
        };
        Some(help)
    }
}
