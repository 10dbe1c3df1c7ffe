//! What a contributor did, by word or by code.
//!
//! In: the word of a configuration. Out: a [`Relator`], or the word that was probably meant. Codes: Library of Congress,
//! MARC Code List for Relators.

use super::reader::nearest;
use crate::document::Relator;

/// Words for the commoner roles, in the spelling of a configuration, and their codes.
const WORDS: &[(&str, &str)] = &[
    ("author", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("illustrator", "ill"),
    ("photographer", "pht"),
    ("foreword", "aui"),
    ("introduction", "aui"),
    ("preface", "aui"),
    ("afterword", "aft"),
    ("compiler", "com"),
    ("contributor", "ctb"),
    ("designer", "bkd"),
    ("book-designer", "bkd"),
    ("cover-designer", "cov"),
    ("artist", "art"),
    ("annotator", "ann"),
    ("commentator", "cwt"),
    ("narrator", "nrt"),
    ("publisher", "pbl"),
    ("printer", "prt"),
    ("proofreader", "pfr"),
    ("reviewer", "rev"),
    ("researcher", "res"),
    ("cartographer", "ctg"),
    ("typesetter", "cmt"),
    ("transcriber", "trc"),
    ("dedicatee", "dte"),
    ("adapter", "adp"),
    ("abridger", "abr"),
    ("producer", "pro"),
    ("sponsor", "spn"),
];

/// Every code of the list.
const CODES: &str = "abr acp act adi adp aft anc anl anm ann ant ape apl app aqt arc ard arr art asg asn ato att auc aud \
    aue aui aup aus aut bdd bjd bka bkd bkp blw bnd bpd brd brl bsl cad cas ccp chr cli cll clr clt cmm cmp cmt cnd cng \
    cns coe col com con cop cor cos cot cou cov cpc cpe cph cpl cpt cre crp crr crt csl csp cst ctb cte ctg ctr cts ctt \
    cur cwt dbd dbp dfd dfe dft dgc dgg dgs dis djo dln dnc dnr dpc dpt drm drt dsr dst dtc dte dtm dto dub edc edm edt \
    egr elg elt eng enj etr evp exp fac fds fld flm fmd fmk fmo fmp fnd fpy frg gdv gis grt his hnr hst ill ilu ink ins \
    inv isb itr ive ivr jud jug lbr lbt ldr led lee lel len let lgd lie lil lit lsa lse lso ltg ltr lyr mcp mdc med mfp \
    mfr mka mod mon mrb mrk msd mte mtk mup mus mxe nan nrt onp opn org orm osp oth own pad pan pat pbd pbl pdr pfr pht \
    plt pma pmn pnc pop ppm ppt pra prc prd pre prf prg prm prn pro prp prs prt prv pta pte ptf pth ptt pup rap rbr rcd \
    rce rcp rdd red ren res rev rps rpt rpy rse rsg rsp rsr rst rth rtm rxa sad sce scl scr sde sds sec sfx sgd sgn sht \
    sll sng spk spn spy srv std stg stl stm stn str swd tad tau tcd tch ths tld tlg tlh tlp trc trl tyd tyg uvp vac vdg \
    vfx voc wac wal wam wat waw wdc wde wfs wft win wit wpr wst wts";

/// The role that a word or code names; otherwise the word that was probably meant, when one is near.
pub(super) fn relator(word: &str) -> Result<Relator, Option<&'static str>> {
    let plain = word.trim().to_lowercase().replace([' ', '_'], "-");
    let by_word = WORDS.iter().find(|(name, _)| *name == plain || plain.strip_suffix('s') == Some(name));
    if let Some((_, code)) = by_word {
        return Ok(of_code(code));
    }
    if plain.len() == 3 && CODES.split(' ').any(|code| code == plain) {
        return Ok(of_code(&plain));
    }
    Err(nearest(&plain, WORDS.iter().map(|(name, _)| *name)))
}

fn of_code(code: &str) -> Relator {
    match code {
        "aut" => Relator::Author,
        "edt" => Relator::Editor,
        "trl" => Relator::Translator,
        "ill" => Relator::Illustrator,
        "pht" => Relator::Photographer,
        "aui" => Relator::ForewordAuthor,
        "aft" => Relator::AfterwordAuthor,
        "com" => Relator::Compiler,
        "ctb" => Relator::Contributor,
        "bkd" => Relator::Designer,
        "cov" => Relator::CoverDesigner,
        other => Relator::Other(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_words_or_codes() {
        assert_eq!(relator("Translator"), Ok(Relator::Translator));
        assert_eq!(relator("trl"), Ok(Relator::Translator));
        assert_eq!(relator("cover designer"), Ok(Relator::CoverDesigner));
        assert_eq!(relator("ctg"), Ok(Relator::Other("ctg".into())));
        assert_eq!(relator("tranlator"), Err(Some("translator")));
        assert_eq!(relator("zzz"), Err(None));
    }

    #[test]
    fn every_word_has_a_code_of_the_list() {
        for (word, code) in WORDS {
            assert!(CODES.split(' ').any(|c| c == *code), "{word}");
        }
    }
}
