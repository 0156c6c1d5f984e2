//! Images, in the size that the reader's screen needs.
//!
//! In: images, and what is known of their files. Out: `<img>`, inside a `<picture>` where there are smaller copies. Never: an image of
//! another site; it is linked to, since showing it would tell that site of the reader.

use std::fmt::Write;

use super::Writer;
use super::links::Place;
use crate::paper::ImageText;
use crate::paper::phrase::escape;
use crate::rendition;
use crate::source::Picture;

impl<'a> Writer<'a> {
    /// An image of this site.
    pub(super) fn image(&mut self, image: &'a ImageText) {
        match self.place(image.reference) {
            Some(place @ Place::Asset { address, picture, .. }) => {
                let copies = picture.map(|picture| &*picture.copies).unwrap_or_default();
                if copies.is_empty() {
                    return self.img(image, &place, picture);
                }
                self.push("<picture><source type=\"image/webp\" srcset=\"");
                self.candidates(address, copies);
                self.push("\" sizes=\"");
                escape(&self.text.site.image_sizes, &mut self.out);
                self.push("\">");
                self.img(image, &place, picture);
                self.push("</picture>");
            }
            Some(_) => {
                self.anchor(image.reference, image.title.as_deref(), Some("image-link"), |writer| {
                    escape(&image.alt, &mut writer.out);
                });
            }
            None => {
                self.push("<span class=\"image-missing\">");
                escape(&image.alt, &mut self.out);
                self.push("</span>");
            }
        }
    }

    fn candidates(&mut self, address: &str, copies: &[u32]) {
        for (at, &width) in copies.iter().enumerate() {
            self.push(if at == 0 { "" } else { ", " });
            let address = rendition::address(address, width);
            self.href(&Place::Asset { address: &address, suffix: "", picture: None });
            // Writing to a string can't fail.
            let _ = write!(self.out, " {width}w");
        }
    }

    fn img(&mut self, image: &ImageText, place: &Place<'_>, picture: Option<&Picture>) {
        self.push("<img src=\"");
        self.href(place);
        self.push("\" alt=\"");
        escape(&image.alt, &mut self.out);
        self.push("\"");
        if let Some(title) = &image.title {
            self.push(" title=\"");
            escape(title, &mut self.out);
            self.push("\"");
        }
        if let Some(Picture { width, height, .. }) = picture {
            let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
        }
        // The first may stand on the first screen, and there it should not wait for the layout.
        let lazy =
            if self.has_image { " loading=\"lazy\" decoding=\"async\">" } else { " decoding=\"async\">" };
        self.push(lazy);
        self.has_image = true;
    }
}
